namespace Recofilm.Core.Database.Training;

/// <summary>A training run as recorded.</summary>
/// <param name="RunId">The identifier, ascending in order of start.</param>
/// <param name="Trigger">What started it, such as "timer" or "operator".</param>
/// <param name="StartedAt">When it started, UTC.</param>
/// <param name="FinishedAt">When it ended, UTC, or <see langword="null"/> while it runs.</param>
/// <param name="Status">How far it has come.</param>
/// <param name="Step">The last step that was entered, or <see langword="null"/> before the first.</param>
/// <param name="DataFingerprint">Fingerprint of the data it trained on, once known.</param>
/// <param name="Parameters">A JSON object.</param>
/// <param name="Metrics">A JSON object.</param>
/// <param name="ModelVersion">The version it published or the gate refused, if any.</param>
/// <param name="Error">Why it failed, or <see langword="null"/>.</param>
public sealed record TrainingRun(
    long RunId, string Trigger, DateTimeOffset StartedAt, DateTimeOffset? FinishedAt, TrainingRunStatus Status,
    string? Step, string? DataFingerprint, string Parameters, string Metrics, string? ModelVersion, string? Error)
{
    /// <summary>The steps that were entered, in order, and how long each took.</summary>
    public IReadOnlyList<TrainingStepTime> Steps { get; init; } = [];
}
