import type { Schema } from "../../api/client";
import { format, t } from "../../i18n";
import type { Text } from "../../i18n/en";

/** The monitoring of the champion: measures outside their bands, and automatic rollbacks. */
export function Drift({ list }: { readonly list: Schema<"ModelList"> }) {
  return (
    <section id="drift">
      <h2>{t("operator.drift")}</h2>
      {list.drift.length === 0 ? (
        <p>
          <span class="status published">{t("operator.drift.ok")}</span> <span class="muted">{t("operator.drift.none")}</span>
        </p>
      ) : (
        <ul class="runs">
          {list.drift.map((state) => (
            <li key={state.measure}>
              <span class="status failed">{t("operator.drift.out")}</span>{" "}
              {t("operator.drift.since", {
                measure: t(`operator.online.${state.measure}` as Text),
                since: format.moment(state.out_since),
              })}
              {state.trained_at !== null && (
                <span class="muted"> {t("operator.drift.trained", { at: format.moment(state.trained_at) })}</span>
              )}
            </li>
          ))}
        </ul>
      )}
      {list.rollbacks.length > 0 && (
        <>
          <h3>{t("operator.rollbacks")}</h3>
          <ul class="runs">
            {list.rollbacks.map((rollback) => (
              <li key={rollback.rolled_back_at}>
                <code>{rollback.from}</code> → <code>{rollback.to}</code>{" "}
                <span class="muted">{format.moment(rollback.rolled_back_at)}</span>
                <br />
                <small>{rollback.reason}</small>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
