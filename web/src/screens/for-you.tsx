import { signal } from "@preact/signals";
import { useRef, useState } from "preact/hooks";
import { api, body } from "../api/client";
import { service } from "../api/service";
import { useFlip } from "../components/flip";
import { GenreChips } from "../components/genre-chips";
import { MovieCard } from "../components/movie-card";
import { Range } from "../components/range";
import { CardSkeletons, EmptyState, ProblemState } from "../components/states";
import { useLoaded } from "../components/use-loaded";
import { format, genreName, t } from "../i18n";
import type { Text } from "../i18n/en";
import { interactions } from "./use-interactions";
import { YearRange, type Years } from "./year-range";

interface Filters {
  readonly genres: readonly string[];
  readonly years: Years;
  readonly diversity: number;
}

const pageSize = 18;
const none: Filters = { genres: [], years: { from: null, to: null }, diversity: 0 };

// Outlives the screen, so that whoever comes back from a movie finds the list as it was.
const filters = signal<Filters>(none);

/** For you: the list, and what shapes it. */
export function ForYou() {
  const [limit, setLimit] = useState(pageSize);
  const wanted = filters.value;
  const list = useLoaded(JSON.stringify([wanted, limit]), () => load(wanted, limit));
  const { rate, dismiss } = interactions(list.reload);
  const cards = useRef<HTMLUListElement>(null);
  const movies = list.value?.recommendations ?? [];
  useFlip(cards, movies.map((movie) => movie.movie_id).join());
  const change = (changed: Partial<Filters>): void => {
    filters.value = { ...wanted, ...changed };
    setLimit(pageSize);
  };

  return (
    <>
      <header class="screen-head">
        <h1>{t("forYou.title")}</h1>
        <p class="muted">{list.value ? t(`forYou.${list.value.strategy}` as Text) : "\u00a0"}</p>
      </header>
      <FilterPanel filters={wanted} onChange={change} />
      {list.problem ? (
        <ProblemState problem={list.problem} retry={list.reload} />
      ) : list.value === null ? (
        <CardSkeletons count={pageSize} />
      ) : movies.length === 0 ? (
        <EmptyState text={t("forYou.empty")} action={t("forYou.reset")} onAction={() => change(none)} />
      ) : (
        <>
          <h2 class="unseen">{t("forYou.movies")}</h2>
          <ul class="cards" ref={cards} aria-busy={list.isLoading}>
            {movies.map((movie) => (
              <MovieCard key={movie.movie_id} movie={movie} listId={list.value?.recommendation_id} onRate={(rating) => void rate(movie, rating)} onDismiss={() => void dismiss(movie)} />
            ))}
          </ul>
          <footer class="list-foot">
            {movies.length === limit && limit < 90 && (
              <button type="button" onClick={() => setLimit(limit + pageSize)}>
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

const load = (wanted: Filters, limit: number) =>
  body(
    api.GET("/recommendations", {
      params: {
        query: {
          limit,
          explain: true,
          diversity: wanted.diversity,
          ...(wanted.genres.length > 0 && { genre: [...wanted.genres] }),
          ...(wanted.years.from !== null && { min_year: wanted.years.from }),
          ...(wanted.years.to !== null && { max_year: wanted.years.to }),
        },
      },
    }),
  );

interface FilterPanelProps {
  readonly filters: Filters;
  readonly onChange: (changed: Partial<Filters>) => void;
}

function FilterPanel({ filters: wanted, onChange }: FilterPanelProps) {
  const isFiltered = wanted.genres.length > 0 || wanted.years.from !== null || wanted.years.to !== null || wanted.diversity > 0;
  // A phone shows movies first; what is filtered by stays in sight.
  const [isOpen, setOpen] = useState(() => matchMedia("(min-width: 40rem)").matches);
  const chosen = [...wanted.genres.map(genreName), ...(wanted.years.from !== null || wanted.years.to !== null ? [`${wanted.years.from ?? ""}–${wanted.years.to ?? ""}`] : [])];
  return (
    <details class="filters" open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        {t("forYou.filters")} <span class="muted">{chosen.join(", ")}</span>
      </summary>
      <GenreChips label={t("forYou.genresLabel")} genres={service.value?.genres ?? []} chosen={wanted.genres} onChange={(genres) => onChange({ genres })} />
      <div class="filter-row">
        <YearRange years={wanted.years} onChange={(years) => onChange({ years })} />
        <Range
          label={t("forYou.diversity")}
          low={t("forYou.diversity.low")}
          high={t("forYou.diversity.high")}
          value={wanted.diversity}
          valueText={format.percent(wanted.diversity)}
          onInput={(diversity) => onChange({ diversity })}
        />
        <button type="button" class="quiet" disabled={!isFiltered} onClick={() => onChange(none)}>
          {t("forYou.reset")}
        </button>
      </div>
    </details>
  );
}
