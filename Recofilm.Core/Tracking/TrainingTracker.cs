using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Recofilm.Core.Artifacts;

namespace Recofilm.Core.Tracking;

/// <summary>
/// Tells MLflow of training runs once they have ended. Whatever MLflow does, a run is as it was: it takes at most the configured
/// time in all, nothing is tried twice, and what fails is counted and logged.
/// </summary>
/// <param name="clients">Makes HTTP clients.</param>
/// <param name="registry">Knows which version serves.</param>
/// <param name="options">Where, as whom, and for how long.</param>
/// <param name="metrics">Told of failures.</param>
/// <param name="time">The clock of the time allowed.</param>
/// <param name="logger">Told of failures.</param>
public sealed partial class TrainingTracker(
    IHttpClientFactory clients, ModelRegistry registry, IOptions<MlflowOptions> options, TrackingMetrics metrics,
    TimeProvider time, ILogger<TrainingTracker> logger)
{
    /// <summary>The name of the HTTP client.</summary>
    public const string ClientName = "mlflow";

    private const string ChampionAlias = "champion";

    private readonly MlflowOptions _options = options.Value;

    /// <summary>Records a run, if there is an MLflow to record it in.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Gives up; that is no failure of the run either.</param>
    internal async Task RecordAsync(TrackedRun run, CancellationToken cancellationToken)
    {
        if (!_options.IsConfigured)
            return;
        using var timeout = new CancellationTokenSource(_options.Timeout, time);
        using var budget = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            // Waited for no longer than allowed, even where a request did not let itself be cancelled.
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
        // The budget ends requests, over all of them.
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
            // Last, since a server may keep everything but artifacts.
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
    /// Adds a version that passed the gate to the registered model, and moves the alias to the one that serves: a version has
    /// its name as an alias, too, by which a rollback finds it again.
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

    [LoggerMessage(Level = LogLevel.Warning, Message = "Training run {RunId} was not wholly recorded in MLflow: {Reason}")]
    private partial void LogFailed(Exception exception, long runId, string reason);
}
