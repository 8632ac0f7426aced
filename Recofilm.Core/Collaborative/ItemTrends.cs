using System.Numerics.Tensors;
using Recofilm.Core.Catalog;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Collaborative;

/// <summary>
/// When each movie was rated, in periods of four weeks, and when it was released: how well known it was at the time of a
/// request, from ratings before that time only.
/// </summary>
public sealed class ItemTrends
{
    /// <summary>Seconds of a period.</summary>
    public const long PeriodSeconds = 28 * 86_400;

    private const int LastPeriod = 511;
    private const float LeastRate = 1f / 3000;
    private const double SecondsOfYear = 31_556_952;

    private readonly ReadOnlyMemory<float> _years;
    private readonly ReadOnlyMemory<int> _starts;
    private readonly ReadOnlyMemory<int> _periods;
    private readonly ReadOnlyMemory<int> _counts;

    /// <summary>Wraps counts.</summary>
    /// <param name="end">Unix seconds of the newest rating, or <see langword="null"/> when ratings carry no times.</param>
    /// <param name="userCount">Number of users whose ratings were counted.</param>
    /// <param name="years">Year of release by item; the catalogue's mean where it is unknown.</param>
    /// <param name="starts">Item i has entries starts[i] up to starts[i + 1]; length items + 1.</param>
    /// <param name="periods">Periods back from <paramref name="end"/> by entry, 0 to 511, ascending in an item.</param>
    /// <param name="counts">Ratings in the period by entry.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public ItemTrends(
        long? end, int userCount, ReadOnlyMemory<float> years, ReadOnlyMemory<int> starts, ReadOnlyMemory<int> periods,
        ReadOnlyMemory<int> counts)
    {
        if (starts.Length != years.Length + 1 || starts.Span[^1] != periods.Length || periods.Length != counts.Length
            || periods.Span.ContainsAnyExceptInRange(0, LastPeriod))
        {
            throw new ArgumentException("Years, starts, periods and counts must describe the same items.", nameof(starts));
        }

        End = end;
        UserCount = userCount;
        _years = years;
        _starts = starts;
        _periods = periods;
        _counts = counts;
    }

    /// <summary>Unix seconds of the newest rating, or <see langword="null"/> when ratings carry no times.</summary>
    public long? End { get; }

    /// <summary>Number of users whose ratings were counted.</summary>
    public int UserCount { get; }

    /// <summary>Year of release by item.</summary>
    public ReadOnlySpan<float> Years => _years.Span;

    /// <summary>Where each item's entries start.</summary>
    public ReadOnlySpan<int> Starts => _starts.Span;

    /// <summary>Period by entry.</summary>
    public ReadOnlySpan<int> Periods => _periods.Span;

    /// <summary>Ratings in the period by entry.</summary>
    public ReadOnlySpan<int> Counts => _counts.Span;

    /// <summary>Counts the ratings of a matrix.</summary>
    public static ItemTrends Of(MovieCatalog catalog, RatingMatrix matrix)
    {
        var known = catalog.Movies.ToArray().Where(movie => movie.Year is not null).Select(movie => (double)movie.Year!);
        var mean = (float)known.DefaultIfEmpty(2000).Average();
        var years = new float[catalog.Count];
        for (var item = 0; item < years.Length; item++)
            years[item] = catalog[item].Year ?? mean;
        var users = 0;
        for (var user = 0; user < matrix.UserCount; user++)
            users += matrix.RowStarts[user] < matrix.RowStarts[user + 1] ? 1 : 0;
        if (!matrix.HasTimestamps || matrix.Count == 0)
            return new ItemTrends(null, users, years, new int[years.Length + 1], default, default);

        var end = TensorPrimitives.Max(matrix.Timestamps);
        var table = new int[years.Length * PeriodCount];
        for (var position = 0; position < matrix.Count; position++)
        {
            var period = (int)Math.Min(LastPeriod, (end - matrix.Timestamps[position]) / PeriodSeconds);
            table[(matrix.Items[position] * PeriodCount) + period]++;
        }

        var starts = new int[years.Length + 1];
        List<int> periods = [], counts = [];
        for (var item = 0; item < years.Length; item++)
        {
            for (var period = 0; period < PeriodCount; period++)
            {
                if (table[(item * PeriodCount) + period] is > 0 and var count)
                {
                    periods.Add(period);
                    counts.Add(count);
                }
            }

            starts[item + 1] = periods.Count;
        }

        return new ItemTrends(end, users, years, starts, periods.ToArray(), counts.ToArray());
    }

    /// <summary>
    /// The time whose trends answer a request: never after the newest rating, for what users have rated since then is not
    /// known, and not that they stopped.
    /// </summary>
    /// <param name="requestTime">Unix seconds.</param>
    internal long KnownTime(long requestTime) => Math.Min(requestTime, End ?? requestTime);

    /// <summary>The logarithm of how many of the users rated something, no longer telling fewer than one in 3,000 apart.</summary>
    internal float LogRate(float ratings) => MathF.Log((ratings / Math.Max(1, UserCount)) + LeastRate);

    /// <summary>The year of a time, with its fraction; the newest release's when times are unknown.</summary>
    internal float YearAt(long? requestTime) => requestTime is { } time && End is not null
        ? (float)(1970 + (KnownTime(time) / SecondsOfYear))
        : TensorPrimitives.Max(Years);

    /// <summary>What each period weighs at a time: nothing after it, then halving with age.</summary>
    /// <param name="requestTime">Unix seconds.</param>
    /// <param name="halfLifeDays">Days to half the weight.</param>
    /// <param name="weights">Receives one weight a period; length 512.</param>
    internal void WeighPeriods(long requestTime, double halfLifeDays, Span<float> weights)
    {
        var now = KnownTime(requestTime);
        for (var period = 0; period < weights.Length; period++)
        {
            // Of the period in which the request falls nothing is counted, for some of it comes later.
            var age = now - (End.GetValueOrDefault() - (period * PeriodSeconds));
            weights[period] = age < 0 ? 0 : (float)Math.Pow(2, -(age / 86_400.0) / halfLifeDays);
        }
    }

    /// <summary>Sums an item's ratings under period weights.</summary>
    internal float Sum(int item, ReadOnlySpan<float> weights)
    {
        var starts = Starts[item..];
        var counts = Counts[starts[0]..starts[1]];
        var periods = Periods[starts[0]..starts[1]];
        var sum = 0f;
        for (var entry = 0; entry < counts.Length; entry++)
            sum += counts[entry] * weights[periods[entry]];
        return sum;
    }

    internal static int PeriodCount => LastPeriod + 1;
}
