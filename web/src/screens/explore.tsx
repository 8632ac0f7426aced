import { SearchBox } from "../components/search-box";
import { MovieCard } from "../components/movie-card";
import { CardSkeletons, ProblemState } from "../components/states";
import { useLoaded } from "../components/use-loaded";
import { api, body } from "../api/client";
import { t } from "../i18n";
import { navigate, routes } from "../routing";

const shown = 12;

/** Like this movie: the search, and something to begin with. */
export function Explore() {
  const popular = useLoaded("popular", () => body(api.GET("/movies", { params: { query: { limit: shown } } })));
  return (
    <>
      <header class="screen-head">
        <h1>{t("explore.title")}</h1>
        <p class="lead">{t("explore.lead")}</p>
      </header>
      <SearchBox onChoose={(movieId) => navigate(routes.movie(movieId))} />
      <h2>{t("explore.popular")}</h2>
      {popular.problem ? (
        <ProblemState problem={popular.problem} retry={popular.reload} />
      ) : popular.value === null ? (
        <CardSkeletons count={shown} kind="compact" />
      ) : (
        <ul class="cards compact">
          {popular.value.movies.map((movie) => (
            <MovieCard key={movie.movie_id} movie={movie} />
          ))}
        </ul>
      )}
    </>
  );
}
