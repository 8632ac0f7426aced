using Recofilm.Core.Metrics;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Models;
using Recofilm.Core.Ratings;

namespace Recofilm.Lab.Baselines;

/// <summary>
/// Gives everyone the same list at a time: movies by the number of train ratings in the k days before the request or before the
/// end of train, whichever is earlier. Without timestamps all ratings count.
/// </summary>
public sealed class RecentPopularityBaseline : IRankingModel
{
    private const long SecondsOfDay = 86_400;

    private static readonly int[] _choices = [1, 2, 3, 5, 7, 14, 30, 60, 90, 180, 365];

    private readonly long[] _timestamps;
    private readonly int[] _items;
    private readonly long _end;

    /// <summary>Orders the ratings by time.</summary>
    /// <param name="train">The ratings.</param>
    /// <param name="days">k, at least 1.</param>
    public RecentPopularityBaseline(RatingMatrix train, int days)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(days, 1);
        Days = days;
        _timestamps = train.Timestamps.ToArray();
        _items = train.Items.ToArray();
        if (train.HasTimestamps)
            Array.Sort(_timestamps, _items);
        _end = _timestamps is [.., var last] ? last + 1 : 0;
    }

    /// <summary>k, the number of days.</summary>
    public int Days { get; }

    /// <summary>
    /// Returns the baseline whose k, from 1 to 365, has the highest NDCG on cuts in time inside the train part.
    /// </summary>
    /// <param name="train">The ratings.</param>
    /// <param name="threads">The number of threads; 0 takes one per processor.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    public static RecentPopularityBaseline Choose(
        RatingMatrix train, int threads = 0, CancellationToken cancellationToken = default)
    {
        var cuts = train.HasTimestamps ? TimeSplit.Of(train) : [];
        return new(train, cuts.Count == 0 ? _choices[^1] : _choices.MaxBy(NdcgOf));

        double NdcgOf(int days) => RankingResult.Pool(
            [.. cuts.Select(cut => new RankingEvaluator(cut, threads).Evaluate(
                new RecentPopularityBaseline(cut.Train, days), cancellationToken: cancellationToken))],
            train.ItemCount).MeanNdcg.Mean;
    }

    /// <inheritdoc/>
    public void Score(in RatingHistory history, Span<float> scores)
    {
        scores.Clear();
        var (start, end) = (0, _items.Length);
        if (_timestamps.Length > 0)
        {
            var now = history.HasTimestamps ? Math.Min(history.RequestTime, _end) : _end;
            (start, end) = (PlaceOf(now - (Days * SecondsOfDay)), PlaceOf(now));
        }

        foreach (var item in _items.AsSpan(start..end))
            scores[item]++;
    }

    // Returns the number of earlier ratings.
    private int PlaceOf(long time)
    {
        var (low, high) = (0, _timestamps.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _timestamps[middle] < time ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
