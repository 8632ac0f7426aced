import { t } from "../i18n";

/** The first and last year wanted; null is any. */
export interface Years {
  readonly from: number | null;
  readonly to: number | null;
}

const [earliest, thisYear] = [1900, new Date().getFullYear()];
const decades = Array.from({ length: Math.floor((thisYear - earliest) / 10) + 1 }, (_, index) => earliest + index * 10);

interface YearRangeProps {
  readonly years: Years;
  readonly onChange: (years: Years) => void;
}

/** Chooses years by decades: from the beginning of one to the end of another. */
export function YearRange({ years, onChange }: YearRangeProps) {
  const read = (value: string): number | null => (value === "" ? null : Number(value));
  return (
    <div class="years" role="group" aria-label={t("forYou.years")}>
      <label>
        {t("forYou.from")}
        <select
          value={years.from ?? ""}
          onChange={(event) => {
            const from = read(event.currentTarget.value);
            onChange({ from, to: years.to !== null && from !== null && years.to < from ? from + 9 : years.to });
          }}
        >
          <option value="">{t("forYou.any")}</option>
          {decades.map((decade) => (
            <option key={decade} value={decade}>
              {decade}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t("forYou.to")}
        <select
          value={years.to ?? ""}
          onChange={(event) => {
            const to = read(event.currentTarget.value);
            onChange({ to, from: years.from !== null && to !== null && years.from > to ? to - 9 : years.from });
          }}
        >
          <option value="">{t("forYou.any")}</option>
          {decades.map((decade) => (
            <option key={decade} value={decade + 9}>
              {decade + 9}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
