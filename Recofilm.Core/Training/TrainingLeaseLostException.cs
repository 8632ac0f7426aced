namespace Recofilm.Core.Training;

/// <summary>A run stopped because its lease could not be renewed; the champion is unchanged.</summary>
/// <param name="inner">The exception that stopped the run.</param>
public sealed class TrainingLeaseLostException(Exception inner)
    : Exception("The lease on training was lost: the blob storage did not answer in time, or another run took it.", inner);
