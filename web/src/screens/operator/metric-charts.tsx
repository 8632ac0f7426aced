import type { Schema } from "../../api/client";
import { LineChart } from "../../components/line-chart";
import { format, t } from "../../i18n";
import { metricMeaning, metricName, metricsOf, shownMetrics } from "./metrics";

/** The versions' measures over time, each with its meaning; the champion's point is marked. */
export function MetricCharts({ models }: { readonly models: readonly Schema<"ModelEntry">[] }) {
  return (
    <section id="metrics">
      <h2>{t("operator.metrics")}</h2>
      <div class="charts">
        {shownMetrics(models).map((metric) => (
          <MetricChart key={metric} metric={metric} models={models} />
        ))}
      </div>
    </section>
  );
}

function MetricChart({ metric, models }: { readonly metric: string; readonly models: readonly Schema<"ModelEntry">[] }) {
  const points = [...models].reverse().flatMap((model) => {
    const value = metricsOf(model)[metric];
    return value === undefined
      ? []
      : [{ key: model.version, value, marked: model.state === "champion", title: `${model.version}: ${format.precise(value)}` }];
  });
  const latest = points.at(-1);
  if (!latest) return null;
  const label = t("operator.chart", { metric: metricName(metric), count: points.length, latest: format.precise(latest.value) });
  return (
    <figure>
      <figcaption>{metricName(metric)}</figcaption>
      {points.length > 1 ? (
        <LineChart label={label} points={points} format={format.precise} />
      ) : (
        <p class="single">
          <strong>{format.precise(latest.value)}</strong>
          <small class="muted">{t("operator.chart.one")}</small>
        </p>
      )}
      <p class="muted means">{metricMeaning(metric)}</p>
    </figure>
  );
}
