namespace Recofilm.Functions.RetrainModel;

/// <summary>The answer of POST /models/retrain.</summary>
/// <param name="RunId">The run; GET /models tells how it goes.</param>
internal sealed record StartedTraining(long RunId);
