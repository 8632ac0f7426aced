using System.ComponentModel;

namespace Recofilm.Functions.ChallengeModel;

/// <summary>What POST /models/{version}/challenge is given.</summary>
/// <param name="Share">Above 0 and below 1.</param>
internal sealed record ChallengeBody([property: Description("The share of users that the version shall serve, above 0 and below 1.")] double Share);
