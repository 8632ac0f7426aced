namespace Recofilm.Core.Serving;

/// <summary>The score that the reasons of a recommendation carry: their contributions and the two other terms sum to it.</summary>
/// <param name="Score">What the ratings of all users say of the movie; the list's own score where nothing else counts.</param>
/// <param name="OtherRatings">The sum of the contributions of the user's ratings that are not named.</param>
/// <param name="Base">What no rating of the user carries.</param>
public sealed record ExplainedScore(float Score, float OtherRatings, float Base);
