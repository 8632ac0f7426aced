using Recofilm.Core.Numerics;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Metrics.Splits;

/// <summary>
/// Tests users who have just come: a fifth of the users, drawn by identifier, have one to nine ratings in train, their first
/// (without timestamps, any), and all others in test. So the models have learnt nothing else from them. Users with fewer than
/// twice <see cref="EvaluationProtocol.MinimumRatings"/> ratings are wholly train. For tuning, apply it to a split's train part.
/// </summary>
public static class NewUsersSplit
{
    /// <summary>One user in this many is new.</summary>
    private const int Share = 5;

    private const int Most = 9;

    /// <summary>Divides ratings.</summary>
    /// <param name="ratings">All ratings.</param>
    /// <param name="seed">The seed of the draw.</param>
    public static RankingSplit Of(RatingMatrix ratings, ulong seed = 1)
    {
        var isTest = new bool[ratings.Count];
        for (var user = 0; user < ratings.UserCount; user++)
        {
            var (start, end) = (ratings.RowStarts[user], ratings.RowStarts[user + 1]);
            var random = new CounterRandom(seed, 0, RandomStreamId.NewUsers, ratings.UserIds[user]);
            if (random.NextUInt32() % Share != 0 || end - start < 2 * EvaluationProtocol.MinimumRatings)
                continue;
            var kept = 1 + (int)(random.NextUInt32() % Most);
            isTest.AsSpan()[start..end].Fill(true);
            for (var place = 0; place < kept; place++)
                isTest[ratings.HasTimestamps ? start + place : start + (int)(random.NextUInt32() % (uint)(end - start))] = false;
        }

        return RankingSplit.ByMark(ratings, isTest);
    }
}
