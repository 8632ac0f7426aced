import { useState } from "preact/hooks";
import { api, body, type Movie } from "../api/client";
import { MovieCard } from "../components/movie-card";
import { CardSkeletons, EmptyState, ProblemState } from "../components/states";
import { useLoaded } from "../components/use-loaded";
import { t } from "../i18n";
import { listOf, path } from "../routing";
import { interactions } from "./use-interactions";

/** A list that somebody shared: its movies, to be rated or opened. */
export function SharedList() {
  const movieIds = listOf(path.value) ?? [];
  const movies = useLoaded(movieIds.join(), async () =>
    (await Promise.all(movieIds.map(find))).filter((movie) => movie !== null),
  );
  const [rated, setRated] = useState<Readonly<Record<number, number>>>({});
  const { rate } = interactions(() => undefined);
  const rateOne = async (movie: Movie, rating: number): Promise<void> => {
    if (await rate(movie, rating)) setRated((before) => ({ ...before, [movie.movie_id]: rating }));
  };
  return (
    <>
      <header class="screen-head">
        <h1>{t("list.title")}</h1>
        <p class="lead">{t("list.lead")}</p>
      </header>
      {movies.problem ? (
        <ProblemState problem={movies.problem} retry={movies.reload} />
      ) : movies.value === null ? (
        <CardSkeletons count={movieIds.length} />
      ) : movies.value.length === 0 ? (
        <EmptyState text={t("list.gone")} />
      ) : (
        <>
          <h2 class="unseen">{t("forYou.movies")}</h2>
          <ul class="cards">
            {movies.value.map((movie) => (
              <MovieCard
                key={movie.movie_id}
                movie={movie}
                rating={rated[movie.movie_id] ?? null}
                onRate={(rating) => void rateOne(movie, rating)}
              />
            ))}
          </ul>
        </>
      )}
    </>
  );
}

// A movie that has left the catalogue since is left out of the list.
async function find(movieId: number): Promise<Movie | null> {
  const call = api.GET("/movies/{movie_id}", { params: { path: { movie_id: `${movieId}` } } });
  return (await call).response.status === 404 ? null : body(call);
}
