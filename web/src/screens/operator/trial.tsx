import { useState } from "preact/hooks";
import type { Schema } from "../../api/client";
import { ConfirmDialog } from "../../components/confirm-dialog";
import { IntervalBar } from "../../components/interval-bar";
import { TableScroll } from "../../components/table-scroll";
import { format, t } from "../../i18n";

interface TrialProps {
  readonly trial: Schema<"TrialEntry">;
  readonly onPromote: () => Promise<void>;
  readonly onEnd: () => Promise<void>;
}

const measures = ["hit_rate", "recommended_rating", "prequential_rmse"] as const;
const arms = ["champion", "challenger"] as const;

/** The experiment under way: the measures of both sides, and the actions that end it. */
export function Trial({ trial, onPromote, onEnd }: TrialProps) {
  const [asked, setAsked] = useState<"promote" | "end" | null>(null);
  return (
    <section id="trial">
      <h2>{t("operator.trial")}</h2>
      <p>
        {t("operator.trial.lead", {
          version: trial.version,
          share: format.percent(trial.share),
          since: format.moment(trial.started_at),
        })}
      </p>
      <TableScroll label={t("operator.trial")}>
        <table>
          <thead>
            <tr>
              <th scope="col">{t("operator.measure")}</th>
              {arms.map((arm) => (
                <th key={arm} scope="col">
                  <span class={`status ${arm}`}>{t(`operator.state.${arm}`)}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {(["users", "lists"] as const).map((count) => (
              <tr key={count}>
                <th scope="row">{t(`operator.online.${count}`)}</th>
                {arms.map((arm) => (
                  <td key={arm}>{format.whole(trial[arm][count])}</td>
                ))}
              </tr>
            ))}
            {measures.map((measure) => (
              <tr key={measure}>
                <th scope="row">{t(`operator.online.${measure}`)}</th>
                {arms.map((arm) => (
                  <td key={arm}>
                    <Range range={trial[arm][measure]} scale={arms.flatMap((other) => trial[other][measure] ?? [])} arm={arm} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      <div class="actions">
        <button type="button" class="primary" onClick={() => setAsked("promote")}>
          {t("operator.promote")}
        </button>
        <button type="button" onClick={() => setAsked("end")}>
          {t("operator.endTrial")}
        </button>
      </div>
      {asked && (
        <ConfirmDialog
          title={t(`operator.${asked}.title`)}
          text={t(`operator.${asked}.lead`, { version: trial.version })}
          confirm={t(asked === "promote" ? "operator.promote" : "operator.endTrial")}
          onConfirm={asked === "promote" ? onPromote : onEnd}
          onClose={() => setAsked(null)}
        />
      )}
    </section>
  );
}

type Measured = Schema<"MeasuredRange">;

// Both sides share a scale, so that an overlap of their ranges is visible.
function Range({
  range,
  scale,
  arm,
}: {
  readonly range: Measured | null;
  readonly scale: readonly Measured[];
  readonly arm: string;
}) {
  if (range === null) return <span class="muted">–</span>;
  return (
    <span class="measured">
      <strong>{format.precise(range.value)}</strong>
      {range.low !== null && range.high !== null && (
        <>
          <IntervalBar
            kind={arm}
            value={range.value}
            low={range.low}
            high={range.high}
            from={Math.min(...scale.map((one) => one.low ?? one.value))}
            to={Math.max(...scale.map((one) => one.high ?? one.value))}
          />
          <small class="muted">
            {t("operator.interval", { low: format.precise(range.low), high: format.precise(range.high) })}
          </small>
        </>
      )}
    </span>
  );
}
