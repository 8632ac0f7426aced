using Recofilm.Core.Registry;

namespace Recofilm.Core.Serving;

/// <summary>A challenger, ready to serve its share of the users.</summary>
/// <param name="Trial">The experiment with its share of the users.</param>
/// <param name="Model">The challenger.</param>
public sealed record Challenger(ChallengerPointer Trial, ModelSnapshot Model);
