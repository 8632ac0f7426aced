using Recofilm.Core.Online;

namespace Recofilm.Core.Learning;

/// <summary>How one or several model versions did with real users in a period, all strategies together.</summary>
/// <param name="Users">Users who were shown a list or gave a rating.</param>
/// <param name="Lists">Lists shown.</param>
/// <param name="HitRate">Moments of hits a list.</param>
/// <param name="RecommendedRating">Moments of the ratings of recommended movies.</param>
/// <param name="SquaredError">Moments of the squared errors of predictions.</param>
public sealed record VersionRecord(
    int Users, long Lists, RatioMoments HitRate, RatioMoments RecommendedRating, RatioMoments SquaredError)
{
    /// <summary>Sums up what users did; the sums of one user under several versions belong together.</summary>
    public static VersionRecord Of(IEnumerable<UserOnlineSums> sums)
    {
        var record = new VersionRecord(0, 0, default, default, default);
        foreach (var user in sums.GroupBy(row => row.UserId))
        {
            var lists = user.Sum(row => row.Lists);
            record = new VersionRecord(
                record.Users + 1, record.Lists + lists,
                record.HitRate.Add(user.Sum(row => row.Hits), lists),
                record.RecommendedRating.Add(user.Sum(row => row.RatingSum), user.Sum(row => row.Ratings)),
                record.SquaredError.Add(user.Sum(row => row.SquaredErrorSum), user.Sum(row => row.Predictions)));
        }

        return record;
    }
}
