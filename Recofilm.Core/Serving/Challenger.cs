using Recofilm.Core.Artifacts;

namespace Recofilm.Core.Serving;

/// <summary>A model on trial, ready to serve its share of the users.</summary>
/// <param name="Trial">Whom it serves.</param>
/// <param name="Model">The model.</param>
public sealed record Challenger(ChallengerPointer Trial, ModelSnapshot Model);
