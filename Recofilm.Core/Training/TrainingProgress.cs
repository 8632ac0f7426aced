namespace Recofilm.Core.Training;

/// <summary>The progress of a training run.</summary>
/// <param name="Step">The current step.</param>
/// <param name="Detail">The part that is done, such as the blob just written; empty at the step's start.</param>
public sealed record TrainingProgress(TrainingStep Step, string Detail);
