using System.Text.Json;
using Microsoft.Extensions.Logging;
using Recofilm.Core.Configuration;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Registry;
using Recofilm.Core.Tracking;

namespace Recofilm.Core.Training;

/// <summary>
/// A run under way. Reports every step to the database, the log and the observer before the step begins, and the whole run to
/// the tracker when it has ended.
/// </summary>
internal sealed partial class RecordedRun(
    TrainingRunStore runs, long runId, TrainingTrigger trigger, JsonElement parameters,
    IProgress<TrainingProgress>? progress, TrainingTracker tracker, TrainingTelemetry telemetry, TimeProvider time,
    ILogger logger)
{
    // A stopping host waits half a minute at most.
    private static readonly TimeSpan _recordTimeout = TimeSpan.FromSeconds(5);

    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private readonly List<(string Name, DateTimeOffset EnteredAt)> _steps = [];
    private string? _fingerprint;
    private TrainingTelemetry.Step? _step;

    /// <summary>The trigger that started the run.</summary>
    public TrainingTrigger Trigger => trigger;

    /// <summary>The options of the run's models.</summary>
    public JsonElement Parameters => parameters;

    /// <summary>How much it makes anew.</summary>
    public required TrainingKind Kind { get; init; }

    /// <summary>The time at which the run began.</summary>
    public DateTimeOffset StartedAt => _startedAt;

    /// <summary>The values that the training reports, by measure.</summary>
    public TrainingHistory History { get; } = new();

    /// <summary>Records the start of a step.</summary>
    public Task EnterAsync(TrainingStep step, CancellationToken cancellationToken, string? fingerprint = null)
    {
        _fingerprint ??= fingerprint;
        _steps.Add((step.ToSnakeCase(), time.GetUtcNow()));
        // Runs before the asynchronous part, so that the caller's next operations belong to the step's trace.
        _step?.End();
        _step = telemetry.Begin(step);
        return RecordStepAsync(step, fingerprint, cancellationToken);
    }

    /// <summary>Reports that a part of a step is done.</summary>
    public void Report(TrainingStep step, string detail) => progress?.Report(new TrainingProgress(step, detail));

    /// <summary>Reports the parts of a step as they are done.</summary>
    public IProgress<string> Within(TrainingStep step) => new Parts(this, step);

    /// <summary>Records the end of the run.</summary>
    public async Task<TrainingResult> FinishAsync(
        TrainingStatus status, ModelManifest manifest, string message, CancellationToken cancellationToken)
    {
        var recorded = status switch
        {
            TrainingStatus.Published => TrainingRunStatus.Published,
            TrainingStatus.Refused => TrainingRunStatus.Refused,
            _ => TrainingRunStatus.Unchanged,
        };
        await runs.FinishAsync(
            runId, recorded, JsonSerializer.Serialize(manifest.Metrics, ArtifactJson.Default.IReadOnlyDictionaryStringDouble),
            manifest.Version.ToString(), cancellationToken);
        _step?.End();
        LogFinished(runId, status, manifest.Version, message);
        await tracker.RecordAsync(Describe(recorded.ToSnakeCase(), message, manifest), cancellationToken);
        return new TrainingResult(status, runId, manifest.Version, manifest.Metrics, message);
    }

    /// <summary>Records the failure of the run, if the database can be reached.</summary>
    public async Task FailAsync(Exception exception, string reason)
    {
        _step?.End(reason);
        LogFailed(exception, runId, reason);
        try
        {
            await runs.FailAsync(runId, reason);
        }
        catch (Exception unrecorded)
        {
            // The next run closes this run's record. The caller must learn the original failure, not this one.
            LogUnrecorded(unrecorded, runId);
        }

        await tracker.RecordAsync(
            Describe(TrainingRunStatus.Failed.ToSnakeCase(), reason, manifest: null), CancellationToken.None);
    }

    /// <summary>Returns the run to the queue, if the database can be reached.</summary>
    public async Task InterruptAsync(Exception exception, string reason, Func<CancellationToken, Task> requeue)
    {
        _step?.End(reason);
        LogInterrupted(exception, runId, reason);
        using var timeout = new CancellationTokenSource(_recordTimeout, time);
        try
        {
            await requeue(timeout.Token);
        }
        catch (Exception unrecorded)
        {
            // The next receiver of the run's message continues the run from its present record.
            LogUnrecorded(unrecorded, runId);
        }
    }

    private async Task RecordStepAsync(TrainingStep step, string? fingerprint, CancellationToken cancellationToken)
    {
        await runs.StepAsync(runId, step.ToSnakeCase(), fingerprint, cancellationToken);
        LogStep(runId, step);
        progress?.Report(new TrainingProgress(step, ""));
    }

    private TrackedRun Describe(string status, string message, ModelManifest? manifest)
    {
        var now = time.GetUtcNow();
        return new TrackedRun
        {
            RunId = runId,
            Trigger = trigger.ToSnakeCase(),
            Status = status,
            Message = message,
            StartedAt = _startedAt,
            FinishedAt = now,
            Parameters = parameters,
            DataFingerprint = _fingerprint,
            Steps = [.. _steps.Select((step, place) => new TrainingStepTime(
                step.Name, step.EnteredAt, (place + 1 < _steps.Count ? _steps[place + 1].EnteredAt : now) - step.EnteredAt))],
            History = History.Series,
            Manifest = manifest,
        };
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Training run {RunId}: {Step}.")]
    private partial void LogStep(long runId, TrainingStep step);

    [LoggerMessage(Level = LogLevel.Information, Message = "Training run {RunId} ended {Status} with {Version}: {Reason}")]
    private partial void LogFinished(long runId, TrainingStatus status, ModelVersion version, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Training run {RunId} failed: {Reason}")]
    private partial void LogFailed(Exception exception, long runId, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Training run {RunId} was interrupted and waits again: {Reason}")]
    private partial void LogInterrupted(Exception exception, long runId, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The end of training run {RunId} could not be recorded.")]
    private partial void LogUnrecorded(Exception exception, long runId);

    private sealed class Parts(RecordedRun run, TrainingStep step) : IProgress<string>
    {
        public void Report(string value) => run.Report(step, value);
    }
}
