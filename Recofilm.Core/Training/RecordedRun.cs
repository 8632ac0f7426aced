using System.Text.Json;
using Microsoft.Extensions.Logging;
using Recofilm.Core.Artifacts;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Tracking;

namespace Recofilm.Core.Training;

/// <summary>
/// A run under way: every step goes to the database, the log and whoever watches before it begins; the whole goes to the tracker
/// when it has ended.
/// </summary>
internal sealed partial class RecordedRun(
    TrainingRunStore runs, long runId, TrainingTrigger trigger, JsonElement parameters,
    IProgress<TrainingProgress>? progress, TrainingTracker tracker, TrainingTelemetry telemetry, TimeProvider time, ILogger logger)
{
    private readonly DateTimeOffset _startedAt = time.GetUtcNow();
    private readonly List<(string Name, DateTimeOffset EnteredAt)> _steps = [];
    private string? _fingerprint;
    private TrainingTelemetry.Step? _step;

    /// <summary>What started the run.</summary>
    public TrainingTrigger Trigger => trigger;

    /// <summary>The options of its models.</summary>
    public JsonElement Parameters => parameters;

    /// <summary>Whether few sweeps from the champion's parameters are wanted.</summary>
    public bool IsPartial => trigger == TrainingTrigger.Feedback;

    /// <summary>How its training goes on.</summary>
    public TrainingHistory History { get; } = new();

    /// <summary>Records that a step begins.</summary>
    public Task EnterAsync(TrainingStep step, CancellationToken cancellationToken, string? fingerprint = null)
    {
        _fingerprint ??= fingerprint;
        _steps.Add((NameOf(step), time.GetUtcNow()));
        // Not in the asynchronous part: what the caller does next must belong to the step's trace.
        _step?.End();
        _step = telemetry.Begin(step);
        return RecordStepAsync(step, fingerprint, cancellationToken);
    }

    /// <summary>Tells that a part of a step is done.</summary>
    public void Report(TrainingStep step, string detail) => progress?.Report(new TrainingProgress(step, detail));

    /// <summary>Tells of parts of a step as they are done.</summary>
    public IProgress<string> Within(TrainingStep step) => new Parts(this, step);

    /// <summary>Records how the run ended.</summary>
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
        await tracker.RecordAsync(Describe(NameOf(recorded), message, manifest), cancellationToken);
        return new TrainingResult(status, runId, manifest.Version, manifest.Metrics, message);
    }

    /// <summary>Records that the run failed, as far as the database can be reached.</summary>
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
            // The next run closes this one's record; what stopped the run is what the caller must hear of.
            LogUnrecorded(unrecorded, runId);
        }

        await tracker.RecordAsync(Describe(NameOf(TrainingRunStatus.Failed), reason, manifest: null), CancellationToken.None);
    }

    private async Task RecordStepAsync(TrainingStep step, string? fingerprint, CancellationToken cancellationToken)
    {
        await runs.StepAsync(runId, NameOf(step), fingerprint, cancellationToken);
        LogStep(runId, step);
        progress?.Report(new TrainingProgress(step, ""));
    }

    private TrackedRun Describe(string status, string message, ModelManifest? manifest)
    {
        var now = time.GetUtcNow();
        return new TrackedRun
        {
            RunId = runId,
            Trigger = NameOf(trigger),
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

    private static string NameOf(Enum value) => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString());

    [LoggerMessage(Level = LogLevel.Information, Message = "Training run {RunId}: {Step}.")]
    private partial void LogStep(long runId, TrainingStep step);

    [LoggerMessage(Level = LogLevel.Information, Message = "Training run {RunId} ended {Status} with {Version}: {Reason}")]
    private partial void LogFinished(long runId, TrainingStatus status, ModelVersion version, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "Training run {RunId} failed: {Reason}")]
    private partial void LogFailed(Exception exception, long runId, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The failure of training run {RunId} could not be recorded.")]
    private partial void LogUnrecorded(Exception exception, long runId);

    private sealed class Parts(RecordedRun run, TrainingStep step) : IProgress<string>
    {
        public void Report(string value) => run.Report(step, value);
    }
}
