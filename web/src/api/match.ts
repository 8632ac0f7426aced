import type { Schema } from "./client";

type List = Pick<Schema<"RecommendationList">, "strategy" | "recommendations">;
type Movie = List["recommendations"][number];

/** A movie of a list, and its match relative to the best of the list: 0 to 1, or null for a user without ratings. */
export type Matched = Movie & { readonly match: number | null };

const personal: readonly string[] = ["collaborative", "hybrid"];

/**
 * The movies of a list in the order of their match, so that order and figures never contradict. The score that orders a
 * list is not comparable between lists, so it is shown as a share of the best.
 */
export function matchesOf({ strategy, recommendations }: List): Matched[] {
  const ordered = [...recommendations].sort((a, b) => b.score - a.score);
  const [best, worst] = [ordered[0]?.score ?? 0, ordered.at(-1)?.score ?? 0];
  const isKnown = personal.includes(strategy) && best > 0 && worst >= 0;
  return ordered.map((movie) => ({ ...movie, match: isKnown ? movie.score / best : null }));
}
