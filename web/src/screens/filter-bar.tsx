import { service } from "../api/service";
import { GenreChips } from "../components/genre-chips";
import { Menu } from "../components/menu";
import { Range } from "../components/range";
import { format, genreName, t } from "../i18n";
import { genresOf } from "../i18n/genres";
import { YearRange, type Years } from "./year-range";

/** The filters that narrow and shape a list. */
export interface Filters {
  readonly genres: readonly string[];
  readonly excluded: readonly string[];
  readonly years: Years;
  readonly diversity: number;
}

/** A list as the model makes it. */
export const unfiltered: Filters = { genres: [], excluded: [], years: { from: null, to: null }, diversity: 0 };

interface FilterBarProps {
  readonly filters: Filters;
  readonly onChange: (changed: Partial<Filters>) => void;
}

/** The filters in one bar: each shows its choice and opens a panel to change it. */
export function FilterBar({ filters, onChange }: FilterBarProps) {
  const { genres, excluded, years, diversity } = filters;
  const all = genresOf(service.value?.genres ?? []);
  // A wanted genre is no longer excluded, and an excluded genre is no longer wanted.
  const want = (chosen: string[]): void =>
    onChange({ genres: chosen, excluded: excluded.filter((genre) => !chosen.includes(genre)) });
  const exclude = (chosen: string[]): void =>
    onChange({ excluded: chosen, genres: genres.filter((genre) => !chosen.includes(genre)) });
  return (
    <div class="filter-bar" role="group" aria-label={t("forYou.filters")}>
      <Menu label={t("forYou.genresLabel")} value={genreChoice(genres, excluded)}>
        <p class="menu-heading">{t("forYou.anyOf")}</p>
        <GenreChips label={t("forYou.anyOf")} genres={all} chosen={genres} onChange={want} />
        <p class="menu-heading">{t("forYou.noneOf")}</p>
        <GenreChips label={t("forYou.noneOf")} genres={all} chosen={excluded} onChange={exclude} />
      </Menu>
      <Menu label={t("forYou.years")} value={yearChoice(years)}>
        <YearRange years={years} onChange={(changed) => onChange({ years: changed })} />
      </Menu>
      <Menu label={t("forYou.diversity")} value={format.percent(diversity)}>
        <Range
          label={t("forYou.diversity")}
          low={t("forYou.diversity.low")}
          high={t("forYou.diversity.high")}
          value={diversity}
          valueText={format.percent(diversity)}
          onInput={(changed) => onChange({ diversity: changed })}
        />
      </Menu>
      <button type="button" class="quiet" hidden={!isFiltered(filters)} onClick={() => onChange(unfiltered)}>
        {t("forYou.reset")}
      </button>
    </div>
  );
}

const isFiltered = ({ genres, excluded, years, diversity }: Filters): boolean =>
  genres.length + excluded.length > 0 || years.from !== null || years.to !== null || diversity > 0;

function genreChoice(genres: readonly string[], excluded: readonly string[]): string {
  const wanted = genres.length > 0 ? [t("forYou.anyOf.chosen", { genres: format.anyOf(genres.map(genreName)) })] : [];
  const unwanted = excluded.length > 0 ? [t("forYou.noneOf.chosen", { genres: excluded.map(genreName).join(", ") })] : [];
  return [...wanted, ...unwanted].join(", ") || t("forYou.all");
}

const yearChoice = ({ from, to }: Years): string =>
  from === null && to === null ? t("forYou.all") : `${from ?? ""}–${to ?? ""}`;
