import { useEffect, useState } from "preact/hooks";
import { api, body } from "../../api/client";
import { session } from "../../api/session";
import { EmptyState, ProblemState } from "../../components/states";
import { showToast } from "../../components/toast";
import { useLoaded } from "../../components/use-loaded";
import { t } from "../../i18n";
import { MetricCharts } from "./metric-charts";
import { TrainingRuns } from "./training-runs";
import { VersionTable } from "./version-table";

const pollWhileTraining = 700;

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
  const activate = async (version: string): Promise<void> => {
    await body(api.POST("/models/{version}/activate", { params: { path: { version } } }));
    showToast(t("operator.activated", { version }));
    setChanges((before) => before + 1);
  };

  return (
    <>
      <header class="screen-head with-action">
        <h1>{t("operator.title")}</h1>
        <button type="button" class="primary" disabled={isTraining} onClick={() => void train()}>
          {isTraining ? t("operator.training") : t("operator.train")}
        </button>
      </header>
      {runs.value && <TrainingRuns page={runs.value} />}
      {models.problem ? (
        <ProblemState problem={models.problem} retry={models.reload} />
      ) : (
        models.value && (
          <>
            <VersionTable list={models.value} onActivate={activate} />
            <MetricCharts models={models.value.models} />
          </>
        )
      )}
    </>
  );
}
