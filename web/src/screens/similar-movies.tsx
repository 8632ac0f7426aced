import { useState } from "preact/hooks";
import { api, body } from "../api/client";
import { MovieCard } from "../components/movie-card";
import { CardSkeletons, ProblemState } from "../components/states";
import { useLoaded } from "../components/use-loaded";
import { t } from "../i18n";

const shown = 6;
const kinds = ["content", "collaborative"] as const;

/** Movies like one movie, not ranked by the taste of the user. */
export function SimilarMovies({ movieId, changes }: { readonly movieId: number; readonly changes: number }) {
  const [by, setBy] = useState<(typeof kinds)[number]>("content");
  const list = useLoaded(`${movieId} ${by} ${changes}`, () =>
    body(api.GET("/movies/{movie_id}/similar", { params: { path: { movie_id: `${movieId}` }, query: { by, limit: shown } } })),
  );
  return (
    <section>
      <h2>{t("movie.similar.title")}</h2>
      <div class="chips" role="group" aria-label={t("movie.similar.title")}>
        {kinds.map((kind) => (
          <button key={kind} type="button" class="chip" aria-pressed={by === kind} onClick={() => setBy(kind)}>
            {t(`movie.similar.${kind}`)}
          </button>
        ))}
      </div>
      {list.problem ? (
        <ProblemState problem={list.problem} retry={list.reload} />
      ) : list.value === null ? (
        <CardSkeletons count={shown} kind="six" />
      ) : (
        <ul class="cards six similar">
          {list.value.recommendations.map((movie) => (
            <MovieCard key={movie.movie_id} movie={movie} listId={list.value?.recommendation_id} />
          ))}
        </ul>
      )}
    </section>
  );
}
