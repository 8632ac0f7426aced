using Recofilm.Core.Artifacts;

namespace Recofilm.Core.Training;

/// <summary>The outcome of a training run that did not fail.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="RunId">The run in <c>training_runs</c>; <see langword="null"/> when another run was under way.</param>
/// <param name="Version">The version published, refused or found unchanged.</param>
/// <param name="Metrics">What was measured, by the names of <see cref="ModelManifest.Metrics"/>; empty when nothing was.</param>
/// <param name="Message">The outcome in a sentence.</param>
public sealed record TrainingResult(
    TrainingStatus Status, long? RunId, ModelVersion? Version, IReadOnlyDictionary<string, double> Metrics, string Message)
{
    /// <summary>Another run holds the lease.</summary>
    internal static TrainingResult AlreadyRunning { get; } = new(
        TrainingStatus.AlreadyRunning, null, null, new Dictionary<string, double>(),
        "Another training run is under way; this one did nothing.");
}
