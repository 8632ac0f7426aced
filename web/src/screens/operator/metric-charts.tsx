import type { Schema } from "../../api/client";
import { LineChart } from "../../components/line-chart";
import { format, t } from "../../i18n";
import { metricName, metricsOf, shownMetrics } from "./metrics";

/** How the versions' metrics went over time; the champion's point is marked. */
export function MetricCharts({ models }: { readonly models: readonly Schema<"ModelEntry">[] }) {
  const oldestFirst = [...models].reverse();
  return (
    <section>
      <h2>{t("operator.metrics")}</h2>
      <div class="charts">
        {shownMetrics(models).map((metric) => {
          const points = oldestFirst.flatMap((model) => {
            const value = metricsOf(model)[metric];
            return value === undefined ? [] : [{ key: model.version, value, marked: model.state === "champion", title: `${model.version}: ${format.precise(value)}` }];
          });
          const latest = points.at(-1);
          return (
            latest && (
              <figure key={metric}>
                <figcaption>{metricName(metric)}</figcaption>
                <LineChart label={t("operator.chart", { metric: metricName(metric), count: points.length, latest: format.precise(latest.value) })} points={points} format={format.precise} />
              </figure>
            )
          );
        })}
      </div>
    </section>
  );
}
