using Recofilm.Core.Ratings;

namespace Recofilm.Core.Collaborative;

/// <summary>
/// How new each movie is to a user who was here before: <c>e^(−max(0, L − (y_j + ½)) / τ)</c>, with L the time of the
/// user's last rating and y_j the movie's year of release, both in years, and 0 for a movie that is not out at the request.
/// What was out long before the last visit the user could have rated then, and the longer it was out the more likely they
/// passed it over; what came out since they could not. Movies without a year take part with the catalogue's mean.
/// </summary>
/// <param name="trends">The years of release, and until when times are known.</param>
/// <param name="years">τ, above 0.</param>
internal sealed class NewReleases(ItemTrends trends, double years)
{
    // e^−10: what is older counts as nothing, so that a request touches the newest movies only.
    private const double Oldest = 10;

    private readonly float[] _years = [.. trends.Years.ToArray().Order()];
    private readonly int[] _items = [.. Enumerable.Range(0, trends.Years.Length).OrderBy(item => trends.Years[item])];

    /// <summary>Adds every movie's value to its score.</summary>
    /// <param name="history">At least one rating, with times.</param>
    /// <param name="weight">What a movie gets that came out after the user's last rating.</param>
    /// <param name="scores">One score an item.</param>
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

    /// <summary>One movie's value, 0 to 1.</summary>
    /// <param name="history">At least one rating, with times.</param>
    /// <param name="item">The item index.</param>
    public float At(in RatingHistory history, int item)
    {
        var (last, now) = Times(history);
        return At(trends.Years[item], last, now);
    }

    /// <summary>The value of the movies of a year, 0 to 1.</summary>
    /// <param name="year">The year of release.</param>
    /// <param name="last">When the user rated last, as a year with its fraction.</param>
    /// <param name="now">The time of the request, as a year with its fraction.</param>
    public float At(float year, float last, float now)
    {
        var age = Math.Max(0, last - year - 0.5) / years;
        return age >= Oldest || year > now ? 0 : (float)Math.Exp(-age);
    }

    private (float Last, float Now) Times(in RatingHistory history) =>
        (trends.YearAt(history.Timestamps[^1]), trends.YearAt(history.RequestTime));
}
