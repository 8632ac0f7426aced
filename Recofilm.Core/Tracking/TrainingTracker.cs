using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Recofilm.Core.Registry;
using Recofilm.Core.Registry.Artifacts;

namespace Recofilm.Core.Tracking;

/// <summary>
/// Reports ended training runs to MLflow. MLflow cannot change the outcome of a run: all requests together take at most the
/// configured time, none is repeated, and a failure is only counted and logged.
/// </summary>
/// <param name="clients">Creates HTTP clients.</param>
/// <param name="registry">Names the version that serves.</param>
/// <param name="options">The server, the credentials and the time limit.</param>
/// <param name="metrics">Counts failures.</param>
/// <param name="time">Measures the time limit.</param>
/// <param name="logger">Logs failures.</param>
public sealed partial class TrainingTracker(
    IHttpClientFactory clients, ModelRegistry registry, IOptions<MlflowOptions> options, TrackingMetrics metrics,
    TimeProvider time, ILogger<TrainingTracker> logger)
{
    /// <summary>The name of the HTTP client.</summary>
    public const string ClientName = "mlflow";

    private const string ChampionAlias = "champion";

    private readonly MlflowOptions _options = options.Value;

    /// <summary>Records a run, if MLflow is configured.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Cancels the recording, which does not make the run fail.</param>
    internal async Task RecordAsync(TrackedRun run, CancellationToken cancellationToken)
    {
        if (!_options.IsConfigured)
            return;
        using var timeout = new CancellationTokenSource(_options.Timeout, time);
        using var budget = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            // The wait ends on time even when a request ignores its cancellation.
            await ReportAsync(run, budget.Token).WaitAsync(budget.Token);
        }
        catch (Exception exception)
        {
            metrics.Failed();
            LogFailed(
                exception, run.RunId,
                timeout.IsCancellationRequested ? $"MLflow took longer than {_options.Timeout}." : exception.Message);
        }
    }

    private async Task ReportAsync(TrackedRun run, CancellationToken cancellationToken)
    {
        using var http = clients.CreateClient(ClientName);
        // The budget limits all requests together.
        http.Timeout = Timeout.InfiniteTimeSpan;
        var mlflow = new MlflowClient(http, _options);
        var experiment = await mlflow.FindOrCreateExperimentAsync(_options.ExperimentName, cancellationToken);
        var name = run.HasTrained ? run.Manifest!.Version.ToString() : $"{run.Status} {run.RunId}";
        var created = await mlflow.CreateRunAsync(
            new CreateRun(experiment, name, run.StartedAt.ToUnixTimeMilliseconds()), cancellationToken);
        try
        {
            var batches = MlflowLimits.Batches(
                created.RunId, MlflowReport.Metrics(run), MlflowReport.Params(run), MlflowReport.Tags(run));
            await mlflow.LogAsync(batches, cancellationToken);
            await RegisterAsync(mlflow, created, run, cancellationToken);
            // The upload comes last, since a server may accept everything but artifacts.
            if (run.HasTrained)
            {
                var manifest = new ArtifactFile(ModelManifest.FileName, run.Manifest!.ToJson());
                await mlflow.UploadAsync(created, manifest, cancellationToken);
            }
        }
        finally
        {
            var status = run.Status == "failed" ? "FAILED" : "FINISHED";
            await mlflow.UpdateRunAsync(
                new UpdateRun(created.RunId, status, run.FinishedAt.ToUnixTimeMilliseconds()), cancellationToken);
        }
    }

    /// <summary>
    /// Adds a version that passed the gate to the registered model, and moves the alias <c>champion</c> to the version that
    /// serves. A version also gets its name as an alias, by which a rollback finds it again.
    /// </summary>
    private async Task RegisterAsync(
        MlflowClient mlflow, MlflowRun created, TrackedRun run, CancellationToken cancellationToken)
    {
        var model = _options.RegisteredModel;
        if (run.Status == "published")
        {
            await mlflow.EnsureRegisteredModelAsync(model, cancellationToken);
            var manifest = run.Manifest!;
            MlflowPair[] tags =
            [
                MlflowLimits.Tag("model_version", manifest.Version.ToString()),
                MlflowLimits.Tag("data_fingerprint", manifest.Data.Fingerprint),
                MlflowLimits.Tag("code_version", manifest.CodeVersion),
            ];
            var number = await mlflow.CreateModelVersionAsync(
                new CreateModelVersion(model, created.ArtifactUri ?? "", created.RunId, run.Message, tags), cancellationToken);
            await mlflow.SetAliasAsync(new SetAlias(model, manifest.Version.ToString(), number), cancellationToken);
        }

        if (await registry.ReadChampionAsync(cancellationToken) is { } champion
            && await mlflow.FindAliasAsync(model, champion.Version.ToString(), cancellationToken) is { } serving)
        {
            await mlflow.SetAliasAsync(new SetAlias(model, ChampionAlias, serving), cancellationToken);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Training run {RunId} was not completely recorded in MLflow: {Reason}")]
    private partial void LogFailed(Exception exception, long runId, string reason);
}
