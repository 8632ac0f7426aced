using System.ComponentModel;

namespace Recofilm.Functions.Models;

/// <summary>The body of POST /models/{version}/challenge.</summary>
/// <param name="Share">The share of users, above 0 and below 1.</param>
internal sealed record ChallengeBody(
    [property: Description("The share of users that the version serves, above 0 and below 1.")] double Share);
