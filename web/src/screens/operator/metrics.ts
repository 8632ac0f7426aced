import type { Schema } from "../../api/client";

type Model = Schema<"ModelEntry">;

// Those that the gate judges by come first; a version measures some thirty, and these tell most.
const preferred = ["hybrid_ndcg_at_10", "ndcg_at_10", "rmse", "hybrid_recall_at_10", "recall_at_10", "mae", "coverage"];
const atMost = 3;

/** What was measured of a version. */
export const metricsOf = (model: Model): Readonly<Record<string, number>> => (model.metrics ?? {}) as Readonly<Record<string, number>>;

/** The metrics worth a column, best known first. */
export function shownMetrics(models: readonly Model[]): string[] {
  const known = new Set(models.flatMap((model) => Object.keys(metricsOf(model))));
  const listed = preferred.filter((name) => known.has(name));
  return (listed.length > 0 ? listed : [...known]).slice(0, atMost);
}

/** A metric's name as people write it: "ndcg_at_10" is "NDCG@10". */
export const metricName = (metric: string): string =>
  metric.replace("_at_", "@").replaceAll("_", " ").replace(/\b(ndcg|rmse|mae|map|mrr)\b/g, (word) => word.toUpperCase());
