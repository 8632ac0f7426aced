import { useState } from "preact/hooks";
import type { Schema } from "../../api/client";
import { ConfirmDialog } from "../../components/confirm-dialog";
import { TableScroll } from "../../components/table-scroll";
import { format, t } from "../../i18n";
import type { Text } from "../../i18n/en";
import { metricMeaning, metricName, metricsOf, shownMetrics } from "./metrics";

interface VersionTableProps {
  readonly list: Schema<"ModelList">;
  readonly onActivate: (version: string) => Promise<void>;
  readonly onChallenge: (version: string) => Promise<void>;
}

const canServe: readonly string[] = ["available", "previous", "refused"];

/** The versions in the registry; every complete version can be activated. */
export function VersionTable({ list, onActivate, onChallenge }: VersionTableProps) {
  const [asked, setAsked] = useState<{ readonly version: string; readonly act: "activate" | "challenge" } | null>(null);
  return (
    <section id="versions">
      <h2>{t("operator.versions")}</h2>
      <TableScroll label={t("operator.versions")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("operator.version")}</th>
              <th scope="col">{t("operator.state")}</th>
              {shownMetrics(list.models).map((metric) => (
                <th key={metric} scope="col" class="number" title={metricMeaning(metric)}>
                  {metricName(metric)}
                </th>
              ))}
              <th scope="col">{t("operator.action")}</th>
            </tr>
          </thead>
          <tbody>
            {list.models.map((model) => (
              <tr key={model.version} class={model.state}>
                <th scope="row">
                  <code>{model.version}</code>
                  <small class="muted">{model.trained_at && format.moment(model.trained_at)}</small>
                </th>
                <td>
                  <span class={`status ${model.state}`} title={model.gate?.reason}>
                    {t(`operator.state.${model.state}` as Text)}
                  </span>
                  {list.serving_version === model.version && <small class="muted"> {t("operator.serving")}</small>}
                </td>
                {shownMetrics(list.models).map((metric) => {
                  const value = metricsOf(model)[metric];
                  return (
                    <td key={metric} class="number">
                      {value === undefined ? "–" : format.precise(value)}
                    </td>
                  );
                })}
                <td>
                  {canServe.includes(model.state) && (
                    <span class="actions">
                      <button
                        type="button"
                        aria-label={t("operator.activateVersion", { version: model.version })}
                        onClick={() => setAsked({ version: model.version, act: "activate" })}
                      >
                        {t("operator.activate")}
                      </button>
                      {list.challenger === null && (
                        <button
                          type="button"
                          class="quiet"
                          aria-label={t("operator.challengeVersion", { version: model.version })}
                          onClick={() => setAsked({ version: model.version, act: "challenge" })}
                        >
                          {t("operator.challenge")}
                        </button>
                      )}
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      {asked !== null && (
        <ConfirmDialog
          title={t(`operator.${asked.act}.title`)}
          text={t(`operator.${asked.act}.lead`, { version: asked.version })}
          confirm={t(`operator.${asked.act}`)}
          onConfirm={() => (asked.act === "activate" ? onActivate(asked.version) : onChallenge(asked.version))}
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  );
}
