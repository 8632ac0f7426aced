namespace Recofilm.Core.Collaborative;

/// <summary>
/// How present each movie is: <c>ln p_j(h) − ln p_j(∞)</c>, p_j(h) the share of the users who rated it before a request, each
/// rating counting half after a half-life h. It is 0 for a movie that everybody watches now, and falls the longer ago its
/// ratings are; the movie's popularity as such cancels out, for the models know that already.
/// </summary>
internal sealed class TrendPrior(ItemTrends trends, double halfLifeDays)
{
    private Answer? _last;

    /// <summary>One value an item, at most 0.</summary>
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
        for (var item = 0; item < values.Length; item++)
            values[item] = trends.LogRate(trends.Sum(item, recent)) - trends.LogRate(trends.Sum(item, all));
        return values;
    }

    private sealed record Answer(long Time, float[] Values);
}
