namespace Recofilm.Core.Feedback;

/// <summary>The results of one or several model versions with real users in a period, for all strategies together.</summary>
/// <param name="Users">The number of users who were shown a list or gave a rating.</param>
/// <param name="Lists">The number of lists shown.</param>
/// <param name="HitRate">The moments of hits per list.</param>
/// <param name="RecommendedRating">The moments of the ratings of recommended movies.</param>
/// <param name="SquaredError">The moments of the squared errors of predictions.</param>
public sealed record VersionRecord(
    int Users, long Lists, RatioMoments HitRate, RatioMoments RecommendedRating, RatioMoments SquaredError);
