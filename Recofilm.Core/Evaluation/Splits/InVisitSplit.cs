using Recofilm.Core.Ratings;

namespace Recofilm.Core.Evaluation.Splits;

/// <summary>
/// The continuation of a visit: the last fifth of each user's ratings, by time and then movie, is test. Users with fewer
/// than <see cref="EvaluationProtocol.MinimumRatings"/> are wholly train. Apply it to a split's train part to tune.
/// </summary>
public static class InVisitSplit
{
    /// <summary>Divides ratings that carry times.</summary>
    /// <exception cref="ArgumentException">The ratings carry no times.</exception>
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
