using Recofilm.Core.Ratings;

namespace Recofilm.Core.Metrics.Splits;

/// <summary>
/// Tests the continuation of a visit: the last fifth of each user's ratings, by time and then movie, is test. All ratings of
/// users with fewer than <see cref="EvaluationProtocol.MinimumRatings"/> are train. For tuning, apply it to a split's train part.
/// </summary>
public static class InVisitSplit
{
    /// <summary>Divides ratings that have timestamps.</summary>
    /// <exception cref="ArgumentException">The ratings have no timestamps.</exception>
    public static RankingSplit Of(RatingMatrix ratings)
    {
        if (!ratings.HasTimestamps)
            throw new ArgumentException("A split by time needs ratings with timestamps.", nameof(ratings));
        var isTest = new bool[ratings.Count];
        for (var user = 0; user < ratings.UserCount; user++)
        {
            var end = ratings.RowStarts[user + 1];
            var count = end - ratings.RowStarts[user];
            if (count >= EvaluationProtocol.MinimumRatings)
                isTest.AsSpan()[(end - (count / EvaluationProtocol.InVisitTestDivisor))..end].Fill(true);
        }

        return RankingSplit.ByMark(ratings, isTest);
    }
}
