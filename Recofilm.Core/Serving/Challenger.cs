using Recofilm.Core.Registry;

namespace Recofilm.Core.Serving;

/// <summary>A model on trial, ready to serve its share of the users.</summary>
/// <param name="Trial">The trial with its share of the users.</param>
/// <param name="Model">The model on trial.</param>
public sealed record Challenger(ChallengerPointer Trial, ModelSnapshot Model);
