import type { Schema } from "../../api/client";
import { format, t } from "../../i18n";
import type { Text } from "../../i18n/en";

/** The latest trainings, step by step. */
export function TrainingRuns({ page }: { readonly page: Schema<"TrainingRunPage"> }) {
  const [newest, ...earlier] = page.runs;
  return (
    <section>
      <h2>{t("operator.runs")}</h2>
      {newest ? <Steps run={newest} steps={page.steps} /> : <p>{t("operator.noRuns")}</p>}
      {earlier.length > 0 && (
        <ul class="runs">
          {earlier.map((run) => (
            <li key={run.run_id}>
              <RunLine run={run} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

type Run = Schema<"TrainingRunDetails">;

function RunLine({ run }: { readonly run: Run }) {
  return (
    <>
      <strong>{t("operator.run", { run: run.run_id })}</strong> <span class={`status ${run.status}`}>{t(`operator.status.${run.status}` as Text)}</span>{" "}
      <span class="muted">
        {format.moment(run.started_at)} · {t("operator.trigger", { trigger: run.trigger.replaceAll("_", " ") })}
        {run.finished_at !== null && ` · ${t("operator.seconds", { seconds: format.one(seconds(run.started_at, run.finished_at)) })}`}
      </span>
    </>
  );
}

function Steps({ run, steps }: { readonly run: Run; readonly steps: readonly string[] }) {
  const isRunning = run.status === "running";
  return (
    <div class="run">
      <p aria-live="polite">
        <RunLine run={run} />
      </p>
      <ol class="steps">
        {steps.map((name) => {
          const entered = run.steps.find((step) => step.step === name);
          const state = !entered ? "waiting" : entered.finished_at === null ? "current" : run.status === "failed" && run.steps.at(-1) === entered ? "failed" : "done";
          return (
            <li key={name} class={state} aria-current={state === "current" && isRunning ? "step" : undefined}>
              <span>{t(`operator.step.${name}` as Text) || name}</span>
              <small>{entered?.finished_at ? t("operator.seconds", { seconds: format.one(seconds(entered.started_at, entered.finished_at)) }) : state === "current" ? "…" : "–"}</small>
            </li>
          );
        })}
      </ol>
      {run.error && <p class="problem">{run.error}</p>}
    </div>
  );
}

const seconds = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;
