import type { Schema } from "../../api/client";
import { format, t } from "../../i18n";
import type { Text } from "../../i18n/en";

const measures = ["hit_rate", "recommended_rating", "prequential_rmse"] as const;
const all = "all";

/** How each version does with real users, by strategy. */
export function OnlineMeasures({ models }: { readonly models: readonly Schema<"ModelEntry">[] }) {
  const served = models.filter((model) => model.online.length > 0);
  return (
    <section>
      <h2>{t("operator.online")}</h2>
      {served.length === 0 ? (
        <p class="muted">{t("operator.online.none")}</p>
      ) : (
        <div class="table-scroll" role="region" aria-label={t("operator.online")} tabIndex={0}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("operator.version")}</th>
                <th scope="col">{t("operator.strategy")}</th>
                {(["users", "lists", ...measures] as const).map((name) => (
                  <th key={name} scope="col" class="number">
                    {t(`operator.online.${name}`)}
                  </th>
                ))}
              </tr>
            </thead>
            {served.map((model) => (
              <tbody key={model.version}>
                {[...model.online].sort(byStrategy).map((measure, index) => (
                  <tr key={measure.strategy} class={measure.strategy === all ? "total" : ""}>
                    {index === 0 && (
                      <th scope="rowgroup" rowSpan={model.online.length}>
                        <code>{model.version}</code>
                      </th>
                    )}
                    <td>{t(`operator.strategy.${measure.strategy}` as Text)}</td>
                    <td class="number">{format.whole(measure.users)}</td>
                    <td class="number">{format.whole(measure.lists)}</td>
                    {measures.map((name) => (
                      <td key={name} class="number">
                        <Measured estimate={measure[name]} />
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            ))}
          </table>
        </div>
      )}
    </section>
  );
}

type Online = Schema<"ModelEntry">["online"][number];

// Everything together first, then the parts.
const byStrategy = (a: Online, b: Online): number => Number(b.strategy === all) - Number(a.strategy === all) || a.strategy.localeCompare(b.strategy);

function Measured({ estimate }: { readonly estimate: Online["hit_rate"] }) {
  if (estimate === null) return <>–</>;
  return (
    <>
      {format.precise(estimate.value)}
      {estimate.standard_error !== null && <small class="muted"> ± {format.precise(estimate.standard_error)}</small>}
    </>
  );
}
