namespace Recofilm.Core.Serving;

/// <summary>The parts of a hybrid score, each 0 to 1 after normalisation.</summary>
/// <param name="Collaborative">What the ratings of all users say.</param>
/// <param name="Content">What genres, tags and titles say.</param>
public sealed record ScoreComponents(float Collaborative, float Content);
