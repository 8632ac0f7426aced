using Recofilm.Core.Ratings;

namespace Recofilm.Core.Ranking.Recency;

/// <summary>
/// The newness of each movie to a returning user: <c>e^(−max(0, L − (y_j + ½)) / τ)</c>, with L the time of the user's last
/// rating and y_j the movie's year of release, both in years, and 0 for a movie that is not released at the time of the request.
/// The user could have rated an older movie in an earlier visit, and the longer it has been out, the more likely they passed it
/// over; they could not have rated a movie released since. Movies without a year take the catalogue's mean.
/// </summary>
/// <param name="trends">The years of release, and the time up to which ratings are known.</param>
/// <param name="years">τ, above 0.</param>
internal sealed class ReleaseRecency(ItemTrends trends, double years)
{
    // Values below e^−10 count as 0, so that a request reads only the newest movies.
    private const double Oldest = 10;

    private readonly float[] _years = [.. trends.Years.ToArray().Order()];
    private readonly int[] _items = [.. Enumerable.Range(0, trends.Years.Length).OrderBy(item => trends.Years[item])];

    /// <summary>Adds every movie's value to its score.</summary>
    /// <param name="history">At least one rating, with times.</param>
    /// <param name="weight">The value of a movie released after the user's last rating.</param>
    /// <param name="scores">One score per item.</param>
    public void Add(in RatingHistory history, float weight, Span<float> scores)
    {
        var (last, now) = Times(history);
        var place = Array.BinarySearch(_years, (float)(last - 0.5 - (Oldest * years)));
        var (year, value) = (float.NaN, 0f);
        for (place = place < 0 ? ~place : place; place < _years.Length; place++)
        {
            if (_years[place] != year)
                (year, value) = (_years[place], weight * At(_years[place], last, now));
            scores[_items[place]] += value;
        }
    }

    /// <summary>Returns one movie's value, 0 to 1.</summary>
    /// <param name="history">At least one rating, with times.</param>
    /// <param name="item">The item index.</param>
    public float At(in RatingHistory history, int item)
    {
        var (last, now) = Times(history);
        return At(trends.Years[item], last, now);
    }

    /// <summary>Returns the value of the movies of a year, 0 to 1.</summary>
    /// <param name="year">The year of release.</param>
    /// <param name="last">The time of the user's last rating, as a year with its fraction.</param>
    /// <param name="now">The time of the request, as a year with its fraction.</param>
    public float At(float year, float last, float now)
    {
        var age = Math.Max(0, last - year - 0.5) / years;
        return age >= Oldest || year > now ? 0 : (float)Math.Exp(-age);
    }

    private (float Last, float Now) Times(in RatingHistory history) =>
        (trends.YearAt(history.Timestamps[^1]), trends.YearAt(history.RequestTime));
}
