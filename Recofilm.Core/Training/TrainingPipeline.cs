using Azure;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Npgsql;
using Recofilm.Core.Configuration;
using Recofilm.Core.Database;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Fitting;
using Recofilm.Core.Ratings;
using Recofilm.Core.Registry;
using Recofilm.Core.Registry.Artifacts;
using Recofilm.Core.Tracking;

namespace Recofilm.Core.Training;

/// <summary>
/// The nightly training, step by step. One run at a time across all instances; nothing that fails, and no moment at which
/// the process may be killed, leaves a champion that does not load.
/// </summary>
public sealed partial class TrainingPipeline(
    TrainingDataSource source,
    ModelTrainer trainer,
    ModelRegistry registry,
    ModelRetention retention,
    BlobContainerClient container,
    [FromKeyedServices(RecofilmDataSource.Bulk)] NpgsqlDataSource database,
    TrainingRunStore runs,
    QueuedRunStore queue,
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
    /// <exception cref="OperationCanceledException">The run was cancelled.</exception>
    /// <exception cref="TrainingLeaseLostException">The run lost its lease.</exception>
    /// <exception cref="Exception">A step failed: the run is recorded with its error, and the champion is as it was.</exception>
    public Task<TrainingResult> RunAsync(
        TrainingTrigger trigger, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        RunAsync(trigger, TrainingKinds.Of(trigger), queuedId: null, progress, cancellationToken);

    /// <summary>
    /// Trains a small model in seconds and does not evaluate it, for a registry without a champion. A registry with a champion
    /// gets a full training instead.
    /// </summary>
    /// <inheritdoc cref="RunAsync(TrainingTrigger, IProgress{TrainingProgress}, CancellationToken)"/>
    public async Task<TrainingResult> RunFirstAsync(
        TrainingTrigger trigger, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        var kind = await registry.ReadChampionAsync(cancellationToken) is null ? TrainingKind.First : TrainingKind.Full;
        return await RunAsync(trigger, kind, queuedId: null, progress, cancellationToken);
    }

    /// <summary>
    /// Trains a run that waits in the queue. A run that was cancelled, lost its lease, or was let down by database or storage
    /// waits again, so that its message may come again.
    /// </summary>
    /// <inheritdoc cref="RunAsync(TrainingTrigger, IProgress{TrainingProgress}, CancellationToken)"/>
    /// <param name="message">Which run, and what is trained.</param>
    /// <param name="progress">Told, at once and in order, of each step entered and each blob written.</param>
    /// <param name="cancellationToken">Stops the run.</param>
    public Task<TrainingResult> RunQueuedAsync(
        TrainingMessage message, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default) =>
        RunAsync(message.Trigger, message.Kind, message.RunId, progress, cancellationToken);

    private async Task<TrainingResult> RunAsync(
        TrainingTrigger trigger, TrainingKind kind, long? queuedId, IProgress<TrainingProgress>? progress,
        CancellationToken cancellationToken)
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
        var fitted = kind == TrainingKind.First ? new ModelTrainer(trainer.Options.Quick()) : trainer;
        var parameters = fitted.Options.ToJson();
        var claim = queuedId is { } waiting
            ? await queue.ClaimAsync(waiting, parameters.GetRawText(), TrainingQueue.MaximumAttempts, stop.Token)
            : default(RunClaim?);
        if (claim is { Outcome: not RunClaimOutcome.Claimed })
            return await DeclineAsync(queuedId!.Value, claim.Value.Outcome, stop.Token);

        var runId = queuedId
            ?? await runs.StartAsync(trigger.ToSnakeCase(), kind.ToSnakeCase(), parameters.GetRawText(), stop.Token);
        var run = new RecordedRun(runs, runId, trigger, parameters, progress, tracker, telemetry, time, logger)
        {
            Kind = kind,
        };
        try
        {
            return await RunAsync(run, fitted, stop.Token);
        }
        catch (Exception exception)
        {
            var isLost = lease.Lost.IsCancellationRequested;
            var reason = isLost ? "The lease on training was lost." : exception.Message;
            var isStopped = cancellationToken.IsCancellationRequested;
            if (claim is { Attempt: var attempt } && (stop.IsCancellationRequested || IsTransient(exception)))
                await run.InterruptAsync(exception, reason, token => queue.RequeueAsync(runId, attempt, !isStopped, token));
            else
                await run.FailAsync(exception, reason);
            if (isLost && !cancellationToken.IsCancellationRequested)
                throw new TrainingLeaseLostException(exception);
            throw;
        }
    }

    private async Task<TrainingResult> DeclineAsync(long runId, RunClaimOutcome outcome, CancellationToken cancellationToken)
    {
        if (outcome == RunClaimOutcome.Exhausted)
        {
            await queue.GiveUpAsync(runId, QueuedTrainings.Reason, evenRunning: true, cancellationToken);
            telemetry.Poisoned();
            LogGivenUp(runId, QueuedTrainings.Reason);
            return TrainingResult.Nothing(TrainingStatus.GivenUp, runId, QueuedTrainings.Reason);
        }

        LogNothingToDo(runId, outcome);
        return TrainingResult.Nothing(TrainingStatus.AlreadyFinished, runId, "The run had ended before, or was never recorded.");
    }

    // Failures of the outside world that the next attempt may not meet.
    private static bool IsTransient(Exception exception) => exception switch
    {
        NpgsqlException database => database.IsTransient,
        RequestFailedException storage => storage.Status is 0 or 408 or 429 or >= 500,
        AggregateException { InnerException: RequestFailedException } => true,
        _ => false,
    };

    private async Task<TrainingResult> RunAsync(RecordedRun run, ModelTrainer fitted, CancellationToken cancellationToken)
    {
        await run.EnterAsync(TrainingStep.Read, cancellationToken);
        var data = await source(cancellationToken);
        if (data.Ratings.Count == 0)
            throw new InvalidDataException("There are no ratings to train on.");

        await run.EnterAsync(TrainingStep.Fingerprint, cancellationToken, data.Fingerprint);
        var champion = await registry.ReadChampionAsync(cancellationToken);
        var listings = await registry.ListAsync(cancellationToken);
        if (TrainingInputs.FindEquivalentVersion(listings, data.Fingerprint, run.Parameters, run.Kind) is { } judged)
        {
            return await run.FinishAsync(
                TrainingStatus.Unchanged, judged, "Data, parameters and recipe are those of this version.", cancellationToken);
        }

        var serving = listings.SingleOrDefault(listing => listing.State == ModelState.Champion)?.Manifest;
        var incumbent = await LoadAsync(serving, cancellationToken);
        var fitting = new ModelFitting(
            fitted, data.Catalog, run.Kind == TrainingKind.Partial ? incumbent : null, cancellationToken);

        await run.EnterAsync(TrainingStep.Train, cancellationToken);
        var models = fitting.Fit(data.Ratings, run.History.Add);

        await run.EnterAsync(TrainingStep.Evaluate, cancellationToken);
        var evaluated = run.Kind == TrainingKind.First
            ? EvaluatedCandidate.Unmeasured
            : _evaluation.Measure(
                data.Catalog, data.Ratings, fitting.FitTo, incumbent?.Evaluated ?? new Dictionary<string, ModelSet>(),
                cancellationToken);

        await run.EnterAsync(TrainingStep.Gate, cancellationToken);
        var decision = _gate.Decide(evaluated.Metrics, evaluated.Paired, serving);

        await run.EnterAsync(TrainingStep.Publish, cancellationToken);
        var files = new CandidateFiles(ModelArtifact.Write(models), EvaluationArtifact.Write(evaluated.Models));
        var manifest = TrainingInputs.Describe(
            data, run, evaluated.Metrics, decision, files, fitting.StartsFrom, time.GetUtcNow());
        manifest = manifest with { ReferenceLists = ReferenceLists.Of(models, manifest.CreatedAt) };
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

    [LoggerMessage(Level = LogLevel.Error, Message = "Training run {RunId} was given up: {Reason}")]
    private partial void LogGivenUp(long runId, string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Training run {RunId} has nothing left to do: {Outcome}.")]
    private partial void LogNothingToDo(long runId, RunClaimOutcome outcome);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The champion {Version} cannot be loaded to be compared with.")]
    private partial void LogUnreadable(Exception exception, ModelVersion version);

    [LoggerMessage(Level = LogLevel.Information, Message = "Model {Version} was deleted: it was old.")]
    private partial void LogPruned(ModelVersion version);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Rating counts could not be refreshed or old models not deleted.")]
    private partial void LogNotTidied(Exception exception);
}
