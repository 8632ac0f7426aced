import { format, t } from "../i18n";

interface DistributionProps {
  readonly ratings: readonly { readonly rating: number; readonly count: number }[];
  /** The user's own rating, whose bar is marked. */
  readonly own?: number | null;
}

const values = [0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5];

/** The count of each rating: a bar for every half star. */
export function Distribution({ ratings, own = null }: DistributionProps) {
  const counts = values.map((value) => ratings.find(({ rating }) => rating === value)?.count ?? 0);
  const most = Math.max(1, ...counts);
  return (
    <ol class="distribution">
      {values.map((value, index) => {
        const count = counts[index] ?? 0;
        const label = t("movie.distribution.label", { stars: format.one(value), count: format.whole(count) });
        return (
          <li key={value} class={value === own ? "own" : ""} title={label}>
            <span class="unseen">{label}</span>
            <span class="distribution-bar" aria-hidden="true" style={{ transform: `scaleY(${count / most})` }} />
            <small aria-hidden="true">{Number.isInteger(value) ? value : "\u00a0"}</small>
          </li>
        );
      })}
    </ol>
  );
}
