import { useRef, useState } from "preact/hooks";
import { api, body, type Recommendation } from "../api/client";
import { matchesOf } from "../api/match";
import { useFlip } from "../components/flip";
import { later } from "../components/later";
import { MovieCard } from "../components/movie-card";
import { Range } from "../components/range";
import { CardSkeletons, ProblemState } from "../components/states";
import { useLoaded } from "../components/use-loaded";
import { format, t } from "../i18n";
import { interactions } from "./use-interactions";

// Full rows at any width; on a phone, where movies are below each other, half as many.
const shown = matchMedia("(max-width: 40rem)").matches ? 6 : 12;

const MovieMap = later(() => import("./map/movie-map").then((module) => module.MovieMap));

interface HybridListProps {
  readonly movieId: number;
  readonly changes: number;
  readonly onChanged: () => void;
}

/** Movies like one movie for this user, re-ranked as the weight moves from content to everybody's ratings. */
export function HybridList({ movieId, changes, onChanged }: HybridListProps) {
  const [weight, setWeight] = useState(0.5);
  const list = useLoaded(`${movieId} ${weight} ${changes}`, () =>
    body(api.POST("/hybrid", { body: { movie_id: movieId, weight, limit: shown, explain: true } })),
  );
  const { rate, dismiss } = interactions(onChanged);
  const cards = useRef<HTMLUListElement>(null);
  const movies = list.value ? matchesOf(list.value) : [];
  useFlip(cards, movies.map((movie) => movie.movie_id).join());

  return (
    <section class="hybrid">
      <h2>{t("movie.hybrid.title")}</h2>
      <Range
        label={t("movie.weight")}
        low={t("movie.weight.content")}
        high={t("movie.weight.collaborative")}
        value={weight}
        valueText={t("movie.weight.value", { content: format.percent(1 - weight), collaborative: format.percent(weight) })}
        onInput={setWeight}
      />
      {list.problem ? (
        <ProblemState problem={list.problem} retry={list.reload} />
      ) : list.value === null ? (
        <CardSkeletons count={shown} kind="rows" />
      ) : (
        <ul class="cards rows" ref={cards} aria-busy={list.isLoading}>
          {movies.map((movie) => (
            <MovieCard
              key={movie.movie_id}
              movie={movie}
              match={movie.match}
              listId={list.value?.recommendation_id}
              onRate={(rating) => void rate(movie, rating)}
              onDismiss={() => void dismiss(movie)}
            >
              {movie.components && <Components components={movie.components} />}
            </MovieCard>
          ))}
        </ul>
      )}
      <MovieMap movieId={movieId} weight={weight} lit={movies.map((movie) => movie.movie_id)} />
    </section>
  );
}

function Components({ components }: { readonly components: NonNullable<Recommendation["components"]> }) {
  return (
    <dl class="components">
      <Bar kind="content" value={components.content} />
      <Bar kind="collaborative" value={components.collaborative} />
    </dl>
  );
}

function Bar({ kind, value }: { readonly kind: "content" | "collaborative"; readonly value: number }) {
  const [name, shownValue] = [t(`movie.component.${kind}`), format.percent(value)];
  return (
    <div>
      <dt>{name}</dt>
      <dd>
        <span class={`bar ${kind}`} aria-hidden="true">
          <span style={{ transform: `scaleX(${Math.max(0, Math.min(1, value))})` }} />
        </span>
        <span class="bar-value">{shownValue}</span>
      </dd>
    </div>
  );
}
