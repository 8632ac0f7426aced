namespace Recofilm.Core.Training;

/// <summary>Where a training run is.</summary>
/// <param name="Step">The step that was entered.</param>
/// <param name="Detail">What of it is done, such as the blob just written; empty at the step's start.</param>
public sealed record TrainingProgress(TrainingStep Step, string Detail);
