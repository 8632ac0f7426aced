namespace Recofilm.Core.Serving;

/// <summary>The parts of a hybrid score, each 0 to 1 after normalisation.</summary>
/// <param name="Collaborative">The part from the ratings of all users.</param>
/// <param name="Content">The part from genres, tags and titles.</param>
public sealed record ScoreComponents(float Collaborative, float Content);
