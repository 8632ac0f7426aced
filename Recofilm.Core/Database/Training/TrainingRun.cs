namespace Recofilm.Core.Database.Training;

/// <summary>A training run as recorded.</summary>
/// <param name="RunId">The identifier, ascending in the order of requests.</param>
/// <param name="Trigger">The cause of the run, such as "timer" or "operator".</param>
/// <param name="Kind">"full" or "partial".</param>
/// <param name="QueuedAt">
/// The time at which the run was queued, UTC, or <see langword="null"/> for a run that was never queued.
/// </param>
/// <param name="StartedAt">The time at which the run last began, UTC, or <see langword="null"/> while it waits.</param>
/// <param name="FinishedAt">The time at which the run ended, UTC, or <see langword="null"/> while it waits or runs.</param>
/// <param name="Status">The state of the run.</param>
/// <param name="Step">The last step that was entered, or <see langword="null"/> before the first.</param>
/// <param name="DataFingerprint">The fingerprint of its data, once known.</param>
/// <param name="Parameters">The parameters of training, a JSON object.</param>
/// <param name="Metrics">The measured values, a JSON object.</param>
/// <param name="ModelVersion">The version that the run published or that the gate refused, if any.</param>
/// <param name="Error">The reason for a failure, or <see langword="null"/>.</param>
public sealed record TrainingRun(
    long RunId, string Trigger, string Kind, DateTimeOffset? QueuedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt,
    TrainingRunStatus Status, string? Step, string? DataFingerprint, string Parameters, string Metrics,
    string? ModelVersion, string? Error)
{
    /// <summary>The steps that the run entered, in order, with their durations.</summary>
    public IReadOnlyList<TrainingStepTime> Steps { get; init; } = [];
}
