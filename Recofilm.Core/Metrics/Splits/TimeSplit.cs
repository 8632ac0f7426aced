using System.Numerics.Tensors;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Metrics.Splits;

/// <summary>
/// Tests the return on another day without knowledge of the future: one cut at a time T for all users. Train is every rating
/// before T. Test is the first visit at or after T of each user with at least <see cref="EvaluationProtocol.MinimumRatings"/>
/// ratings before T, the last of them at least <see cref="EvaluationProtocol.VisitGapSeconds"/> earlier. All other ratings at or
/// after T are left out. For tuning, apply it to the ratings before the first cut.
/// </summary>
public static class TimeSplit
{
    /// <summary>The number of cuts.</summary>
    public const int Cuts = 6;

    /// <summary>Divides ratings that have timestamps at several times spread evenly over the last third of their span.</summary>
    /// <returns>The splits, earliest cut first, without those that have no user to evaluate.</returns>
    /// <exception cref="ArgumentException">The ratings have no timestamps.</exception>
    public static IReadOnlyList<RankingSplit> Of(RatingMatrix ratings) =>
        [.. CutsOf(ratings).Select(cut => At(ratings, cut)).Where(split => split.Train.Count > 0 && !split.Users.IsEmpty)];

    /// <summary>Returns the times of n cuts, ascending: T_i = first + (last − first) (2/3 + i / 3n), in whole seconds.</summary>
    /// <exception cref="ArgumentException">The ratings have no timestamps.</exception>
    public static long[] CutsOf(RatingMatrix ratings)
    {
        Require(ratings);
        if (ratings.Count == 0)
            return [];
        var first = TensorPrimitives.Min(ratings.Timestamps);
        var span = TensorPrimitives.Max(ratings.Timestamps) - first;
        return [.. Enumerable.Range(0, Cuts).Select(cut => first + (span * ((2 * Cuts) + cut) / (3 * Cuts)))];
    }

    /// <summary>Divides ratings that have timestamps at one time.</summary>
    /// <param name="ratings">All ratings.</param>
    /// <param name="cut">T, in Unix seconds.</param>
    /// <exception cref="ArgumentException">The ratings have no timestamps.</exception>
    public static RankingSplit At(RatingMatrix ratings, long cut)
    {
        Require(ratings);
        var isTrain = new bool[ratings.Count];
        var isTest = new bool[ratings.Count];
        for (var user = 0; user < ratings.UserCount; user++)
        {
            var (start, end) = (ratings.RowStarts[user], ratings.RowStarts[user + 1]);
            var next = start;
            while (next < end && ratings.Timestamps[next] < cut)
                isTrain[next++] = true;
            if (next - start < EvaluationProtocol.MinimumRatings)
                continue;
            if (next < end && IsPause(ratings.Timestamps, next))
                isTest.AsSpan()[next..VisitEnd(ratings.Timestamps, next, end)].Fill(true);
        }

        return new RankingSplit(ratings.Where(isTrain), ratings.Where(isTest), cut: cut);
    }

    private static int VisitEnd(ReadOnlySpan<long> timestamps, int start, int end)
    {
        var next = start + 1;
        while (next < end && !IsPause(timestamps, next))
            next++;
        return next;
    }

    private static bool IsPause(ReadOnlySpan<long> timestamps, int position) =>
        timestamps[position] - timestamps[position - 1] >= EvaluationProtocol.VisitGapSeconds;

    private static void Require(RatingMatrix ratings)
    {
        if (!ratings.HasTimestamps)
            throw new ArgumentException("A split by time needs ratings with timestamps.", nameof(ratings));
    }
}
