import type { Schema } from "../../api/client";
import { format, t } from "../../i18n";
import type { Text } from "../../i18n/en";

/** The latest trainings, step by step. */
export function TrainingRuns({ page }: { readonly page: Schema<"TrainingRunPage"> }) {
  const [newest, ...earlier] = page.runs;
  return (
    <section id="training">
      <h2>{t("operator.runs")}</h2>
      {newest ? <Steps run={newest} steps={page.steps} earlier={earlier} /> : <p>{t("operator.noRuns")}</p>}
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
      <strong>{t("operator.run", { run: run.run_id })}</strong>{" "}
      <span class={`status ${run.status}`}>{t(`operator.status.${run.status}` as Text)}</span>{" "}
      <span class="muted">
        {format.moment((run.started_at ?? run.queued_at)!)} ·{" "}
        {t("operator.trigger", { trigger: run.trigger.replaceAll("_", " ") })}
        {run.started_at !== null &&
          run.finished_at !== null &&
          ` · ${t("operator.seconds", { seconds: format.one(seconds(run.started_at, run.finished_at)) })}`}
      </span>
    </>
  );
}

interface StepsProps {
  readonly run: Run;
  readonly steps: readonly string[];
  readonly earlier: readonly Run[];
}

function Steps({ run, steps, earlier }: StepsProps) {
  const isRunning = run.status === "running";
  return (
    <div class="run">
      <p aria-live="polite">
        <RunLine run={run} />
        {run.model_version && (
          <>
            {" "}
            {t("operator.result")} <code>{run.model_version}</code>
          </>
        )}
      </p>
      {isRunning && <Progress run={run} steps={steps} earlier={earlier} />}
      <ol class="steps">
        {steps.map((name) => {
          const entered = run.steps.find((step) => step.step === name);
          const state = !entered
            ? "waiting"
            : entered.finished_at === null
              ? "current"
              : run.status === "failed" && run.steps.at(-1) === entered
                ? "failed"
                : "done";
          return (
            <li key={name} class={state} aria-current={state === "current" && isRunning ? "step" : undefined}>
              <span>{t(`operator.step.${name}` as Text) || name}</span>
              <small>
                {entered?.finished_at
                  ? t("operator.seconds", {
                      seconds: format.one(seconds(entered.started_at, entered.finished_at)),
                    })
                  : state === "current"
                    ? "…"
                    : "–"}
              </small>
            </li>
          );
        })}
      </ol>
      {run.error && <p class="problem">{run.error}</p>}
    </div>
  );
}

// Estimates the progress of a run from the step times of the last complete run of its kind: a first model takes seconds only.
function Progress({ run, steps, earlier }: StepsProps) {
  const alike = earlier.filter((one) => one.kind === run.kind);
  const like =
    alike.find((one) => one.status === "published" || one.status === "refused") ??
    alike.find((one) => one.status !== "failed");
  const expected = steps.map((name) => durationOf(like?.steps.find((step) => step.step === name)));
  const total = expected.reduce((sum, time) => sum + time, 0);
  if (total === 0) return <progress aria-label={t("operator.progress.unknown", { run: run.run_id })} />;
  const done = steps.reduce((sum, name, index) => {
    const step = run.steps.find((one) => one.step === name);
    const time = expected[index] ?? 0;
    if (!step) return sum;
    return sum + (step.finished_at === null ? Math.min(time * 0.95, seconds(step.started_at, new Date().toISOString())) : time);
  }, 0);
  const text = t("operator.progress", {
    percent: format.percent(done / total),
    run: run.run_id,
    seconds: format.whole(Math.ceil(total - done)),
  });
  return (
    <p class="progress">
      <progress max={total} value={done} aria-label={text} />
      <span>{text}</span>
    </p>
  );
}

const durationOf = (step: Run["steps"][number] | undefined): number =>
  step?.finished_at ? seconds(step.started_at, step.finished_at) : 0;

const seconds = (from: string, to: string): number => (Date.parse(to) - Date.parse(from)) / 1000;
