import type { Schema } from "../../api/client";

type Model = Schema<"ModelEntry">;

// A version has some thirty measures; these tell most, and the gate judges by them.
const preferred = ["hybrid_in_visit_ndcg", "hybrid_next_visit_ndcg", "svd_rmse", "hybrid_next_visit_recall"];
const atMost = 3;

/** What was measured of a version. */
export const metricsOf = (model: Model): Readonly<Record<string, number>> => (model.metrics ?? {}) as Readonly<Record<string, number>>;

/** The metrics worth a column, best known first. */
export function shownMetrics(models: readonly Model[]): string[] {
  const known = new Set(models.flatMap((model) => Object.keys(metricsOf(model))));
  const listed = preferred.filter((name) => known.has(name));
  return (listed.length > 0 ? listed : [...known]).slice(0, atMost);
}

const spelling: Readonly<Record<string, string>> = { ndcg: "NDCG@10", rmse: "RMSE", mae: "MAE", svd: "SVD" };

/** A metric's name as people write it: "hybrid_in_visit_ndcg" is "hybrid in visit NDCG@10". */
export const metricName = (metric: string): string =>
  metric
    .split("_")
    .map((word) => spelling[word] ?? word)
    .join(" ");
