using System.Text.Json;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Recofilm.Core.Artifacts;
using Recofilm.Core.Database;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Tracking;

namespace Recofilm.Core.Training;

/// <summary>
/// The nightly training, step by step. One run at a time across all instances; nothing that fails, and no moment at which
/// the process may be killed, leaves a champion that does not load.
/// </summary>
/// <param name="source">Reads movies and ratings.</param>
/// <param name="trainer">Fits the models.</param>
/// <param name="registry">Where versions are published.</param>
/// <param name="retention">Deletes old versions.</param>
/// <param name="container">Where the lease is held.</param>
/// <param name="database">Where the movies' rating counts are refreshed.</param>
/// <param name="runs">Where runs are recorded.</param>
/// <param name="tracker">Where runs are recorded, too, without any of them depending on it.</param>
/// <param name="options">How a run decides, measures and tidies.</param>
/// <param name="telemetry">Traces and times the steps.</param>
/// <param name="time">The clock.</param>
/// <param name="logger">Told of each step.</param>
public sealed partial class TrainingPipeline(
    TrainingDataSource source,
    ModelTrainer trainer,
    ModelRegistry registry,
    ModelRetention retention,
    BlobContainerClient container,
    NpgsqlDataSource database,
    TrainingRunStore runs,
    TrainingTracker tracker,
    IOptions<TrainingOptions> options,
    TrainingTelemetry telemetry,
    TimeProvider time,
    ILogger<TrainingPipeline> logger)
{
    private readonly ModelEvaluation _evaluation = new(options.Value);
    private readonly PromotionGate _gate = new(options.Value.RmseTolerance, options.Value.NdcgTolerance);

    /// <summary>Trains, and publishes what was trained if it is new and not worse.</summary>
    /// <param name="trigger">What started the run.</param>
    /// <param name="progress">Told, at once and in order, of each step entered and each blob written.</param>
    /// <param name="cancellationToken">Stops the run, which is recorded as failed.</param>
    /// <exception cref="OperationCanceledException">The run was cancelled, or lost its lease.</exception>
    /// <exception cref="Exception">A step failed: the run is recorded with its error, and the champion is as it was.</exception>
    public async Task<TrainingResult> RunAsync(
        TrainingTrigger trigger, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        await using var lease = await TrainingLease.TryAcquireAsync(
            container, options.Value.LeaseDuration, time, cancellationToken);
        if (lease is null)
        {
            LogAlreadyRunning(trigger);
            return TrainingResult.AlreadyRunning;
        }

        using var span = TrainingTelemetry.BeginRun(trigger);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, lease.Lost);
        var parameters = trainer.Options.ToJson();
        var name = JsonNamingPolicy.SnakeCaseLower.ConvertName(trigger.ToString());
        var runId = await runs.StartAsync(name, parameters.GetRawText(), stop.Token);
        var run = new RecordedRun(runs, runId, trigger, parameters, progress, tracker, telemetry, time, logger);
        try
        {
            return await RunAsync(run, stop.Token);
        }
        catch (Exception exception)
        {
            await run.FailAsync(
                exception, lease.Lost.IsCancellationRequested ? "The lease on training was lost." : exception.Message);
            throw;
        }
    }

    private async Task<TrainingResult> RunAsync(RecordedRun run, CancellationToken cancellationToken)
    {
        await run.EnterAsync(TrainingStep.Read, cancellationToken);
        var data = await source(cancellationToken);
        if (data.Ratings.Count == 0)
            throw new InvalidOperationException("There are no ratings to train on.");

        await run.EnterAsync(TrainingStep.Fingerprint, cancellationToken, data.Fingerprint);
        var champion = await registry.ReadChampionAsync(cancellationToken);
        var listings = await registry.ListAsync(cancellationToken);
        if (TrainingInputs.FindJudged(listings, data.Fingerprint, run.Parameters, CodeVersion.Current, run.IsPartial) is { } judged)
        {
            return await run.FinishAsync(
                TrainingStatus.Unchanged, judged, "Data, parameters and program are those of this version.", cancellationToken);
        }

        var serving = listings.SingleOrDefault(listing => listing.State == ModelState.Champion)?.Manifest;
        var incumbent = await LoadAsync(serving, cancellationToken);
        var fitting = new ModelFitting(trainer, data.Catalog, run.IsPartial ? incumbent : null, cancellationToken);

        await run.EnterAsync(TrainingStep.Train, cancellationToken);
        var models = fitting.Fit(data.Ratings, run.History.Add);

        await run.EnterAsync(TrainingStep.Evaluate, cancellationToken);
        var evaluated = _evaluation.Measure(
            data.Catalog, data.Ratings, fitting.FitTo, incumbent?.Evaluated ?? new Dictionary<string, ModelSet>(), cancellationToken);

        await run.EnterAsync(TrainingStep.Gate, cancellationToken);
        var decision = _gate.Decide(evaluated.Metrics, evaluated.Paired, serving);

        await run.EnterAsync(TrainingStep.Publish, cancellationToken);
        var files = new CandidateFiles(ModelArtifact.Write(models), EvaluationArtifact.Write(evaluated.Models));
        var manifest = TrainingInputs.Describe(
            data, run, evaluated.Metrics, decision, files, fitting.StartsFrom, time.GetUtcNow());
        await registry.PublishAsync(manifest, files.All, run.Within(TrainingStep.Publish), cancellationToken);
        if (decision.Accepted)
        {
            await registry.ActivateAsync(manifest.Version, champion, cancellationToken);
            run.Report(TrainingStep.Publish, ChampionPointer.FileName);
        }

        await run.EnterAsync(TrainingStep.Record, cancellationToken);
        var result = await run.FinishAsync(
            decision.Accepted ? TrainingStatus.Published : TrainingStatus.Refused, manifest, decision.Reason, cancellationToken);
        await TidyAsync(cancellationToken);
        return result;
    }

    private async Task<ChampionModels?> LoadAsync(ModelManifest? serving, CancellationToken cancellationToken)
    {
        if (serving is null)
            return null;
        try
        {
            return await ChampionModels.LoadAsync(registry, serving, cancellationToken);
        }
        catch (InvalidDataException exception)
        {
            // Its recorded figures still stand for it, and a full training needs nothing else of it.
            LogUnreadable(exception, serving.Version);
            return null;
        }
    }

    private async Task TidyAsync(CancellationToken cancellationToken)
    {
        try
        {
            await MovieStatistics.RefreshAsync(database, cancellationToken);
            foreach (var version in await retention.PruneAsync(options.Value.KeepVersions, cancellationToken))
                LogPruned(version);
        }
        catch (Exception exception)
        {
            // The run has done its work; the next one tidies up.
            LogNotTidied(exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Training ({Trigger}) did not start: another run is under way.")]
    private partial void LogAlreadyRunning(TrainingTrigger trigger);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The champion {Version} cannot be loaded to be compared with.")]
    private partial void LogUnreadable(Exception exception, ModelVersion version);

    [LoggerMessage(Level = LogLevel.Information, Message = "Model {Version} was deleted: it was old.")]
    private partial void LogPruned(ModelVersion version);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rating counts could not be refreshed or old models not deleted.")]
    private partial void LogNotTidied(Exception exception);
}
