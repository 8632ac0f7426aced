import { signal } from "@preact/signals";
import { useRef, useState } from "preact/hooks";
import { api, body } from "../api/client";
import { matchesOf } from "../api/match";
import { useFlip } from "../components/flip";
import { MovieCard } from "../components/movie-card";
import { ShareButton } from "../components/share-button";
import { CardSkeletons, EmptyState, ProblemState } from "../components/states";
import { useLoaded } from "../components/use-loaded";
import { t } from "../i18n";
import type { Text } from "../i18n/en";
import { FilterBar, type Filters, unfiltered } from "./filter-bar";
import { KeyNotice } from "./key-notice";
import { interactions } from "./use-interactions";

// One movie to watch, and rows that are full at any width: 2, 3, 4 or 6 cards each. A phone has fewer of them.
const pick = 1;
const page = matchMedia("(max-width: 40rem)").matches ? 12 : 24;
const most = 96;

// Outlives the screen, so that a person who returns from a movie finds the same list.
const filters = signal<Filters>(unfiltered);

/** For you: the list and its filters. */
export function ForYou() {
  const [shown, setShown] = useState(page);
  const wanted = filters.value;
  const list = useLoaded(JSON.stringify([wanted, shown]), () => load(wanted, pick + shown));
  const { rate, dismiss } = interactions(list.reload);
  const cards = useRef<HTMLUListElement>(null);
  const movies = list.value ? matchesOf(list.value) : [];
  useFlip(cards, movies.map((movie) => movie.movie_id).join());
  const change = (changed: Partial<Filters>): void => {
    filters.value = { ...wanted, ...changed };
    setShown(page);
  };

  return (
    <>
      <header class="screen-head with-action">
        <div>
          <h1>{t("forYou.title")}</h1>
          <p class="muted">{list.value ? t(`forYou.${list.value.strategy}` as Text) : "\u00a0"}</p>
        </div>
        {movies.length > 0 && <ShareButton movieIds={movies.map((movie) => movie.movie_id).slice(0, page)} />}
      </header>
      <KeyNotice />
      <FilterBar filters={wanted} onChange={change} />
      {list.problem ? (
        <ProblemState problem={list.problem} retry={list.reload} />
      ) : list.value === null ? (
        <CardSkeletons count={pick + page} kind="with-pick" />
      ) : movies.length === 0 ? (
        <EmptyState text={t("forYou.empty")} action={t("forYou.reset")} onAction={() => change(unfiltered)} />
      ) : (
        <>
          <h2 class="unseen">{t("forYou.movies")}</h2>
          <ul class="cards" ref={cards} aria-busy={list.isLoading}>
            {movies.map((movie, index) => (
              <MovieCard
                key={movie.movie_id}
                movie={movie}
                match={movie.match}
                pick={index < pick ? t("forYou.pick") : undefined}
                listId={list.value?.recommendation_id}
                onRate={(rating) => void rate(movie, rating)}
                onDismiss={() => void dismiss(movie)}
              />
            ))}
          </ul>
          <footer class="list-foot">
            {movies.length === pick + shown && shown + page <= most && (
              <button type="button" onClick={() => setShown(shown + page)}>
                {t("forYou.more")}
              </button>
            )}
            <small class="muted">{t("forYou.model", { version: list.value.model_version })}</small>
          </footer>
        </>
      )}
    </>
  );
}

const load = ({ genres, excluded, years, diversity }: Filters, limit: number) =>
  body(
    api.GET("/recommendations", {
      params: {
        query: {
          limit,
          explain: true,
          diversity,
          ...(genres.length > 0 && { genre: [...genres] }),
          ...(excluded.length > 0 && { exclude_genre: [...excluded] }),
          ...(years.from !== null && { min_year: years.from }),
          ...(years.to !== null && { max_year: years.to }),
        },
      },
    }),
  );
