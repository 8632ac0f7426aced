import { useEffect, useState } from "preact/hooks";
import { api, body } from "../../api/client";
import { session } from "../../api/session";
import { EmptyState, ProblemState } from "../../components/states";
import { showToast } from "../../components/toast";
import { useLoaded } from "../../components/use-loaded";
import { format, t } from "../../i18n";
import { Drift } from "./drift";
import { MetricCharts } from "./metric-charts";
import { OnlineMeasures } from "./online-measures";
import { ServedLists } from "./served-lists";
import { TrainingRuns } from "./training-runs";
import { Trial } from "./trial";
import { VersionTable } from "./version-table";

const pollWhileTraining = 700;
// What a trial begins with: enough users to tell something, few enough to risk.
const firstShare = 0.1;

/** Under the hood: models, trainings and what came of them. */
export function Operator() {
  return session.value?.role === "operator" ? <OperatorScreen /> : <EmptyState text={t("operator.only")} />;
}

function OperatorScreen() {
  const [changes, setChanges] = useState(0);
  const models = useLoaded(`models ${changes}`, () => body(api.GET("/models")));
  const runs = useLoaded("runs", () => body(api.GET("/models/runs", { params: { query: { limit: 6 } } })));
  const newest = runs.value?.runs[0];
  const isTraining = newest?.status === "running";

  // A training that goes on is looked at again and again; when it ends, there may be a new version.
  useEffect(() => {
    if (!isTraining) return;
    const timer = setTimeout(runs.reload, pollWhileTraining);
    return () => clearTimeout(timer);
  }, [runs.value]);
  useEffect(() => setChanges((before) => before + 1), [newest?.run_id, newest?.status]);

  const train = async (): Promise<void> => {
    const { data, response } = await api.POST("/models/retrain");
    showToast(data ? t("operator.started", { run: data.run_id }) : response.status === 409 ? t("operator.busy") : t("state.error", { detail: `HTTP ${response.status}` }));
    runs.reload();
  };
  const change = async (work: Promise<unknown>, done: string): Promise<void> => {
    await work;
    showToast(done);
    setChanges((before) => before + 1);
  };
  const at = (version: string) => ({ params: { path: { version } } });
  const activate = (version: string) => change(body(api.POST("/models/{version}/activate", at(version))), t("operator.activated", { version }));
  const challenge = (version: string) =>
    change(body(api.POST("/models/{version}/challenge", { ...at(version), body: { share: firstShare } })), t("operator.challenged", { version, share: format.percent(firstShare) }));
  const promote = (version: string) => change(body(api.POST("/models/{version}/promote", at(version))), t("operator.activated", { version }));
  const end = (version: string) => change(body(api.DELETE("/models/{version}/challenge", at(version))), t("operator.trialEnded"));

  return (
    <>
      <header class="screen-head with-action">
        <h1>{t("operator.title")}</h1>
        <button type="button" class="primary" disabled={isTraining} onClick={() => void train()}>
          {isTraining ? t("operator.training") : t("operator.train")}
        </button>
      </header>
      {runs.problem ? <ProblemState problem={runs.problem} retry={runs.reload} /> : runs.value && <TrainingRuns page={runs.value} />}
      {models.problem ? (
        <ProblemState problem={models.problem} retry={models.reload} />
      ) : (
        // After the trainings, which are above: what is on the page stays where it is.
        (runs.value ?? runs.problem) && models.value && (
          <>
            {models.value.challenger && <Trial trial={models.value.challenger} onPromote={() => promote(models.value!.challenger!.version)} onEnd={() => end(models.value!.challenger!.version)} />}
            <VersionTable list={models.value} onActivate={activate} onChallenge={challenge} />
            <MetricCharts models={models.value.models} />
            <OnlineMeasures models={models.value.models} />
            <Drift list={models.value} />
            <ServedLists />
          </>
        )
      )}
    </>
  );
}
