using System.Numerics.Tensors;

namespace Recofilm.Core.Ranking.Recency;

/// <summary>
/// The popularity trend of each movie: <c>ln (r_j + m) − ln (e_j + m)</c>. r_j is the number of its ratings before a request,
/// each of which counts half after a half-life; e_j is what r_j would be if the movie had the same share of the recent ratings as
/// of all ratings. The movie's overall popularity, which the models know already, cancels out, and so does the overall number of
/// ratings. The m pseudo-ratings keep the trend near 0 while there are few recent ratings: they are the mean of a gamma prior
/// on the ratio.
/// </summary>
/// <param name="trends">The rating times of the items.</param>
/// <param name="halfLifeDays">The age in days that halves the weight.</param>
/// <param name="pseudoRatings">m, above 0.</param>
internal sealed class PopularityTrend(ItemTrends trends, double halfLifeDays, double pseudoRatings)
{
    private Answer? _last;

    /// <summary>Returns one value per item, 0 for one whose popularity does not change.</summary>
    /// <param name="requestTime">Unix seconds.</param>
    public ReadOnlySpan<float> At(long requestTime)
    {
        // Requests after the training share one result; those of an evaluation each have their own.
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
