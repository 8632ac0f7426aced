import { useEffect, useState } from "preact/hooks";
import { api, body } from "../../api/client";
import { problemOf } from "recofilm-client";
import { session } from "../../api/session";
import { EmptyState, ProblemState } from "../../components/states";
import { showToast } from "../../components/toast";
import { useLoaded } from "../../components/use-loaded";
import { format, t } from "../../i18n";
import { explain } from "../../i18n/problems";
import { Activations } from "./activations";
import { Drift } from "./drift";
import { MetricCharts } from "./metric-charts";
import { OnlineMeasures } from "./online-measures";
import { Preview } from "./preview";
import { ServedLists } from "./served-lists";
import { Traffic } from "./traffic";
import { TrainingRuns } from "./training-runs";
import { Trial } from "./trial";
import { VersionTable } from "./version-table";
import "../../styles/tables.css";
import "../../styles/operator.css";

const pollWhileTraining = 700;
// The share of users in a new experiment: large enough to measure, small enough to risk.
const firstShare = 0.1;

/** Under the hood: models, trainings and their results. */
export function Operator() {
  return session.value?.role === "operator" ? <OperatorScreen /> : <EmptyState text={t("operator.only")} />;
}

function OperatorScreen() {
  const [changes, setChanges] = useState(0);
  const models = useLoaded(`models ${changes}`, () => body(api.GET("/models")));
  const runs = useLoaded("runs", () => body(api.GET("/models/runs", { params: { query: { limit: 6 } } })));
  const newest = runs.value?.runs[0];
  const isTraining = newest?.status === "queued" || newest?.status === "running";

  // The page polls a running training; when it ends, there may be a new version.
  useEffect(() => {
    if (!isTraining) return;
    const timer = setTimeout(runs.reload, pollWhileTraining);
    return () => clearTimeout(timer);
  }, [runs.value]);
  useEffect(() => setChanges((before) => before + 1), [newest?.run_id, newest?.status]);

  const train = async (): Promise<void> => {
    const { data, error, response } = await api.POST("/models/retrain");
    showToast(data ? t("operator.started", { run: data.run_id }) : explain(problemOf(error, response.status)));
    runs.reload();
  };
  const change = async (work: Promise<unknown>, done: string): Promise<void> => {
    await work;
    showToast(done);
    setChanges((before) => before + 1);
  };
  const at = (version: string) => ({ params: { path: { version } } });
  const activate = (version: string) =>
    change(body(api.POST("/models/{version}/activate", at(version))), t("operator.activated", { version }));
  const challenge = (version: string) =>
    change(
      body(api.POST("/models/{version}/challenge", { ...at(version), body: { share: firstShare } })),
      t("operator.challenged", { version, share: format.percent(firstShare) }),
    );
  const promote = (version: string) =>
    change(body(api.POST("/models/{version}/promote", at(version))), t("operator.activated", { version }));
  const end = (version: string) => change(body(api.DELETE("/models/{version}/challenge", at(version))), t("operator.trialEnded"));

  return (
    <>
      <header class="screen-head with-action">
        <h1>{t("operator.title")}</h1>
        <button type="button" class="primary" disabled={isTraining} onClick={() => void train()}>
          {isTraining ? t("operator.training") : t("operator.train")}
        </button>
      </header>
      <Sections />
      {runs.problem ? (
        <ProblemState problem={runs.problem} retry={runs.reload} />
      ) : (
        runs.value && <TrainingRuns page={runs.value} />
      )}
      {models.problem ? (
        <ProblemState problem={models.problem} retry={models.reload} />
      ) : (
        // Loads after the trainings above it, so that nothing on the page moves.
        (runs.value ?? runs.problem) &&
        models.value && (
          <>
            {models.value.challenger && (
              <Trial
                trial={models.value.challenger}
                onPromote={() => promote(models.value!.challenger!.version)}
                onEnd={() => end(models.value!.challenger!.version)}
              />
            )}
            <VersionTable list={models.value} onActivate={activate} onChallenge={challenge} />
            <MetricCharts models={models.value.models} />
            <OnlineMeasures models={models.value.models} />
            <Preview />
            <Traffic />
            <Activations changes={changes} />
            <Drift list={models.value} />
            <ServedLists />
          </>
        )
      )}
    </>
  );
}

const sections = {
  training: "runs",
  versions: "versions",
  metrics: "metrics",
  online: "online",
  preview: "preview",
  traffic: "traffic",
  activations: "activations",
  drift: "drift",
  served: "served",
} as const;

function Sections() {
  return (
    <nav class="sections" aria-label={t("operator.sections")}>
      {Object.entries(sections).map(([id, name]) => (
        <a key={id} href={`#${id}`}>
          {t(`operator.${name}`)}
        </a>
      ))}
    </nav>
  );
}
