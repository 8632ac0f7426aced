using System.Numerics.Tensors;

namespace Recofilm.Core.Collaborative;

/// <summary>
/// How present each movie is: <c>ln (r_j + m) − ln (e_j + m)</c>. r_j is the number of its ratings before a request, each
/// counting half after a half-life; e_j is what r_j would be if the movie had the share of the recent ratings that it has
/// of all. Its popularity as such cancels out, for the models know that already, and so does how much is rated at all. The
/// m pseudo-ratings keep it near 0 while there are few recent ratings to tell by: the mean of a gamma prior on the ratio.
/// </summary>
/// <param name="trends">When items were rated.</param>
/// <param name="halfLifeDays">Days to half the weight.</param>
/// <param name="pseudoRatings">m, above 0.</param>
internal sealed class TrendPrior(ItemTrends trends, double halfLifeDays, double pseudoRatings)
{
    private Answer? _last;

    /// <summary>One value an item, 0 for one that is rated as much as ever.</summary>
    /// <param name="requestTime">Unix seconds.</param>
    public ReadOnlySpan<float> At(long requestTime)
    {
        // Requests after the training all have the same answer; those of an evaluation each have their own.
        var time = trends.KnownTime(requestTime);
        var last = _last;
        if (last?.Time != time)
            _last = last = new Answer(time, Compute(time));
        return last.Values;
    }

    private float[] Compute(long time)
    {
        Span<float> recent = stackalloc float[ItemTrends.PeriodCount];
        Span<float> all = stackalloc float[ItemTrends.PeriodCount];
        trends.WeighPeriods(time, halfLifeDays, recent);
        trends.WeighPeriods(time, double.PositiveInfinity, all);
        var values = new float[trends.Years.Length];
        var everSince = new float[values.Length];
        for (var item = 0; item < values.Length; item++)
        {
            values[item] = trends.Sum(item, recent);
            everSince[item] = trends.Sum(item, all);
        }

        var recentShare = TensorPrimitives.Sum<float>(values) / Math.Max(1, TensorPrimitives.Sum<float>(everSince));
        var pseudo = (float)pseudoRatings;
        for (var item = 0; item < values.Length; item++)
            values[item] = MathF.Log((values[item] + pseudo) / ((everSince[item] * recentShare) + pseudo));
        return values;
    }

    private sealed record Answer(long Time, float[] Values);
}
