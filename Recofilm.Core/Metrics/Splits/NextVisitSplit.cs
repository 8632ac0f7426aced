using Recofilm.Core.Ratings;

namespace Recofilm.Core.Metrics.Splits;

/// <summary>
/// Tests the return on another day: a user's last visit is test if there was an earlier one and at least
/// <see cref="EvaluationProtocol.MinimumRatings"/> ratings came before it. A visit ends when no rating follows within
/// <see cref="EvaluationProtocol.VisitGapSeconds"/>. For tuning, apply it to a split's train part.
/// </summary>
public static class NextVisitSplit
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
            var before = LastVisitStart(ratings.History(user).Timestamps);
            if (before >= EvaluationProtocol.MinimumRatings)
                isTest.AsSpan()[(ratings.RowStarts[user] + before)..ratings.RowStarts[user + 1]].Fill(true);
        }

        return RankingSplit.ByMark(ratings, isTest);
    }

    // Returns the number of ratings before the last visit; 0 when there was only one visit.
    private static int LastVisitStart(ReadOnlySpan<long> timestamps)
    {
        for (var i = timestamps.Length - 1; i > 0; i--)
        {
            if (timestamps[i] - timestamps[i - 1] >= EvaluationProtocol.VisitGapSeconds)
                return i;
        }

        return 0;
    }
}
