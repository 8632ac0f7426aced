import type { Schema } from "../../api/client";
import { t } from "../../i18n";
import { en, type Text } from "../../i18n/en";

type Model = Schema<"ModelEntry">;

// A version has some thirty measures; these tell most, and the gate judges by them.
const preferred = ["hybrid_in_visit_ndcg", "hybrid_next_visit_ndcg", "svd_rmse", "hybrid_next_visit_recall"];
const atMost = 3;

/** Returns the measures of a version. */
export const metricsOf = (model: Model): Readonly<Record<string, number>> =>
  (model.metrics ?? {}) as Readonly<Record<string, number>>;

/** The metrics worth a column, best known first. */
export function shownMetrics(models: readonly Model[]): string[] {
  const known = new Set(models.flatMap((model) => Object.keys(metricsOf(model))));
  const listed = preferred.filter((name) => known.has(name));
  return (listed.length > 0 ? listed : [...known]).slice(0, atMost);
}

/** Whether a metric has a name and an explanation of its own. */
const isExplained = (metric: string): boolean => `operator.metric.${metric}` in en;

/** A sentence about a metric's meaning and its good values; empty for metrics that are not shown first. */
export const metricMeaning = (metric: string): string =>
  isExplained(metric) ? t(`operator.metric.${metric}.means` as Text) : "";

const spelling: Readonly<Record<string, string>> = { ndcg: "NDCG@10", rmse: "RMSE", mae: "MAE", svd: "SVD" };

/** A metric's name for people. */
export const metricName = (metric: string): string =>
  isExplained(metric)
    ? t(`operator.metric.${metric}` as Text)
    : metric
        .split("_")
        .map((word) => spelling[word] ?? word)
        .join(" ");
