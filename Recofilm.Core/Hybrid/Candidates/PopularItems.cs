using Recofilm.Core.Numerics;
using Recofilm.Core.Ranking.Recency;

namespace Recofilm.Core.Hybrid.Candidates;

/// <summary>
/// The movies with the most ratings before a request, where older ratings count less. The order is the same at all times of a
/// period, because their weights differ by one factor, so there are few orders, and each is computed on first use.
/// </summary>
/// <param name="trends">The rating times of the movies; they must have times.</param>
/// <param name="halfLifeDays">The age in days at which a rating counts half; infinite for all ratings alike.</param>
internal sealed class PopularItems(ItemTrends trends, double halfLifeDays)
{
    // More than any list of candidates takes, and enough for users who have rated most of the others.
    private const int Length = 1_000;

    private readonly int[]?[] _orders = new int[]?[ItemTrends.PeriodCount + 1];

    /// <summary>Returns the most popular item indices, best first.</summary>
    /// <param name="requestTime">Unix seconds.</param>
    public ReadOnlySpan<int> At(long requestTime)
    {
        var start = trends.PeriodStart(requestTime);
        ref var order = ref _orders[Math.Min(ItemTrends.PeriodCount, (trends.End!.Value - start) / trends.PeriodSeconds)];
        return order ??= Compute(start);
    }

    private int[] Compute(long time)
    {
        Span<float> weights = stackalloc float[ItemTrends.PeriodCount];
        trends.WeighPeriods(time, halfLifeDays, weights);
        var counts = new float[trends.Years.Length];
        for (var item = 0; item < counts.Length; item++)
            counts[item] = trends.Sum(item, weights);
        var best = new int[Length];
        best = best[..TopK.Select(counts, best)];
        return Array.FindAll(best, item => counts[item] > 0);
    }
}
