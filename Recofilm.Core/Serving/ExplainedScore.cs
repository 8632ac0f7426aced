namespace Recofilm.Core.Serving;

/// <summary>The score that the reasons of a recommendation explain: their contributions and two other terms sum to it.</summary>
/// <param name="Score">The score from the ratings of all users; the list's own score when it is based on ratings alone.</param>
/// <param name="OtherRatings">The sum of the contributions of the user's ratings that are not named.</param>
/// <param name="Base">The part that does not depend on the user's ratings.</param>
public sealed record ExplainedScore(float Score, float OtherRatings, float Base);
