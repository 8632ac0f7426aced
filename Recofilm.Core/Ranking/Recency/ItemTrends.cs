using System.Numerics.Tensors;
using Recofilm.Core.Catalog;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Ranking.Recency;

/// <summary>
/// The release years and the number of ratings of each movie in periods of equal length, 512 of which hold the time of all
/// ratings. They give a movie's popularity at the time of a request, from ratings before that time only.
/// </summary>
public sealed class ItemTrends
{
    private const int LastPeriod = 511;
    private const float LeastRate = 1f / 3000;
    private const double SecondsOfYear = 31_556_952;

    private readonly ReadOnlyMemory<float> _years;
    private readonly ReadOnlyMemory<int> _starts;
    private readonly ReadOnlyMemory<int> _periods;
    private readonly ReadOnlyMemory<int> _counts;

    /// <summary>Wraps counts.</summary>
    /// <param name="end">Unix seconds of the newest rating, or <see langword="null"/> when ratings have no timestamps.</param>
    /// <param name="periodSeconds">The length of a period, above 0.</param>
    /// <param name="userCount">Number of users whose ratings were counted.</param>
    /// <param name="years">Year of release by item; the catalogue's mean for an unknown year.</param>
    /// <param name="starts">Item i has entries starts[i] up to starts[i + 1]; length items + 1.</param>
    /// <param name="periods">Periods back from <paramref name="end"/> by entry, 0 to 511, ascending in an item.</param>
    /// <param name="counts">Ratings in the period by entry.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public ItemTrends(
        long? end, long periodSeconds, int userCount, ReadOnlyMemory<float> years, ReadOnlyMemory<int> starts,
        ReadOnlyMemory<int> periods, ReadOnlyMemory<int> counts)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(periodSeconds, 1);
        if (starts.Length != years.Length + 1 || starts.Span[^1] != periods.Length || periods.Length != counts.Length
            || periods.Span.ContainsAnyExceptInRange(0, LastPeriod))
        {
            throw new ArgumentException("Years, starts, periods and counts must describe the same items.", nameof(starts));
        }

        End = end;
        PeriodSeconds = periodSeconds;
        UserCount = userCount;
        _years = years;
        _starts = starts;
        _periods = periods;
        _counts = counts;
    }

    /// <summary>Unix seconds of the newest rating, or <see langword="null"/> when ratings have no timestamps.</summary>
    public long? End { get; }

    /// <summary>The length of a period in seconds.</summary>
    public long PeriodSeconds { get; }

    /// <summary>Number of users whose ratings were counted.</summary>
    public int UserCount { get; }

    /// <summary>Year of release by item.</summary>
    public ReadOnlySpan<float> Years => _years.Span;

    /// <summary>The start of each item's entries.</summary>
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
            return new ItemTrends(null, 1, users, years, new int[years.Length + 1], default, default);

        var end = TensorPrimitives.Max(matrix.Timestamps);
        var periodSeconds = ((end - TensorPrimitives.Min(matrix.Timestamps)) / PeriodCount) + 1;
        var table = new int[years.Length * PeriodCount];
        for (var position = 0; position < matrix.Count; position++)
        {
            var period = (int)((end - matrix.Timestamps[position]) / periodSeconds);
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

        return new ItemTrends(end, periodSeconds, users, years, starts, periods.ToArray(), counts.ToArray());
    }

    /// <summary>
    /// Returns the time whose trends a request uses: the request's own, but never after the newest rating. Later ratings are
    /// unknown; they are not zero.
    /// </summary>
    /// <param name="requestTime">Unix seconds.</param>
    internal long KnownTime(long requestTime) => Math.Min(requestTime, End ?? requestTime);

    /// <summary>
    /// Returns the logarithm of the share of users who rated something, plus 1/3,000, so that smaller shares hardly differ.
    /// </summary>
    internal float LogRate(float ratings) => MathF.Log((ratings / Math.Max(1, UserCount)) + LeastRate);

    /// <summary>Returns a time as a year with its fraction; the newest release's year when times are unknown.</summary>
    internal float YearAt(long? requestTime) => requestTime is { } time && End is not null
        ? (float)(1970 + (KnownTime(time) / SecondsOfYear))
        : TensorPrimitives.Max(Years);

    /// <summary>The length of a period in days.</summary>
    internal double PeriodDays => PeriodSeconds / 86_400.0;

    /// <summary>The time that all periods cover, in days.</summary>
    internal double SpanDays => PeriodCount * PeriodDays;

    /// <summary>Returns the latest time not after a request's at which as many periods are known.</summary>
    /// <param name="requestTime">Unix seconds.</param>
    internal long PeriodStart(long requestTime)
    {
        var end = End.GetValueOrDefault();
        return end - ((end - KnownTime(requestTime) + PeriodSeconds - 1) / PeriodSeconds * PeriodSeconds);
    }

    /// <summary>Computes the weight of each period at a time: 0 for later periods, then halving with age.</summary>
    /// <param name="requestTime">Unix seconds.</param>
    /// <param name="halfLifeDays">The age in days that halves the weight.</param>
    /// <param name="weights">Receives one weight per period; length 512.</param>
    internal void WeighPeriods(long requestTime, double halfLifeDays, Span<float> weights)
    {
        var now = KnownTime(requestTime);
        for (var period = 0; period < weights.Length; period++)
        {
            // The period of the request counts as nothing, because a part of it is later than the request.
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
