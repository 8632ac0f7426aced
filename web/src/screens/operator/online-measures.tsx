import type { Schema } from "../../api/client";
import { TableScroll } from "../../components/table-scroll";
import { format, t } from "../../i18n";
import type { Text } from "../../i18n/en";

const measures = ["hit_rate", "recommended_rating", "prequential_rmse"] as const;
const formats = { hit_rate: format.finePercent, recommended_rating: format.two, prequential_rmse: format.three };
const all = "all";

/** The measures of each version with real users, by strategy. */
export function OnlineMeasures({ models }: { readonly models: readonly Schema<"ModelEntry">[] }) {
  const served = models.filter((model) => model.online.length > 0);
  return (
    <section id="online">
      <h2>{t("operator.online")}</h2>
      <Meanings />
      {served.length === 0 ? (
        <p class="muted">{t("operator.online.none")}</p>
      ) : (
        <TableScroll label={t("operator.online")}>
          <table>
            <thead>
              <tr>
                <th scope="col">{t("operator.version")}</th>
                <th scope="col">{t("operator.strategy")}</th>
                {(["users", "lists"] as const).map((name) => (
                  <th key={name} scope="col" class="number">
                    {t(`operator.online.${name}`)}
                  </th>
                ))}
                {measures.map((name) => (
                  <th key={name} scope="col" class="number" title={t(`operator.online.${name}.means`)}>
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
                        {name === "hit_rate" && measure.hits === 0 && measure.lists > 0 ? (
                          t("operator.online.of", { hits: 0, lists: format.whole(measure.lists) })
                        ) : (
                          <Measured estimate={measure[name]} format={formats[name]} />
                        )}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            ))}
          </table>
        </TableScroll>
      )}
    </section>
  );
}

function Meanings() {
  return (
    <dl class="meanings">
      {measures.map((name) => (
        <div key={name}>
          <dt>{t(`operator.online.${name}`)}</dt>
          <dd class="muted">{t(`operator.online.${name}.means`)}</dd>
        </div>
      ))}
    </dl>
  );
}

type Online = Schema<"ModelEntry">["online"][number];

// Everything together first, then the parts.
const byStrategy = (a: Online, b: Online): number =>
  Number(b.strategy === all) - Number(a.strategy === all) || a.strategy.localeCompare(b.strategy);

interface MeasuredProps {
  readonly estimate: Online["hit_rate"];
  readonly format: (value: number) => string;
}

function Measured({ estimate, format: write }: MeasuredProps) {
  if (estimate === null) return <>–</>;
  return (
    <>
      {write(estimate.value)}
      {estimate.standard_error !== null && <small class="muted"> ± {write(estimate.standard_error)}</small>}
    </>
  );
}
