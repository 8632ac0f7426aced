using Recofilm.Core.Ratings;

namespace Recofilm.Core.Evaluation.Splits;

/// <summary>
/// The return on another day: a user's last visit is test, when there was an earlier one and at least
/// <see cref="EvaluationProtocol.MinimumRatings"/> ratings came before it. A visit ends where no rating follows within
/// <see cref="EvaluationProtocol.VisitGapSeconds"/>. Apply it to a split's train part to tune.
/// </summary>
public static class NextVisitSplit
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
            var before = LastVisitStart(ratings.History(user).Timestamps);
            if (before >= EvaluationProtocol.MinimumRatings)
                isTest.AsSpan()[(ratings.RowStarts[user] + before)..ratings.RowStarts[user + 1]].Fill(true);
        }

        return RankingSplit.ByMark(ratings, isTest);
    }

    // How many ratings came before the last visit; 0 when there was only one visit.
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
