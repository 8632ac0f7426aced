using Recofilm.Core.Registry;

namespace Recofilm.Core.Training;

/// <summary>The outcome of a training run that did not fail.</summary>
/// <param name="Status">The status with which it ended.</param>
/// <param name="RunId">The run in <c>training_runs</c>; <see langword="null"/> when another run was under way.</param>
/// <param name="Version">The version published, refused or found unchanged.</param>
/// <param name="Metrics">The figures by the names of <see cref="ModelManifest.Metrics"/>; empty without an evaluation.</param>
/// <param name="Message">The outcome in one sentence.</param>
public sealed record TrainingResult(
    TrainingStatus Status, long? RunId, ModelVersion? Version, IReadOnlyDictionary<string, double> Metrics, string Message)
{
    /// <summary>The result when another run holds the lease.</summary>
    internal static TrainingResult AlreadyRunning { get; } =
        Nothing(TrainingStatus.AlreadyRunning, null, "Another training run is under way; this one did nothing.");

    /// <summary>Creates the result of a run that trained nothing.</summary>
    internal static TrainingResult Nothing(TrainingStatus status, long? runId, string message) =>
        new(status, runId, null, new Dictionary<string, double>(), message);
}
