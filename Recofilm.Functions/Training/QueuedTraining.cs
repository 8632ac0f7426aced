namespace Recofilm.Functions.Training;

/// <summary>The answer of POST /models/retrain.</summary>
/// <param name="RunId">The number of the run; GET /models/runs shows its progress.</param>
internal sealed record QueuedTraining(long RunId);
