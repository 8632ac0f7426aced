using Recofilm.Core.Ranking.Recency;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Hybrid.Features;

/// <summary>The user of a request: how much they rated, and the kind of movies they rated lately.</summary>
internal readonly record struct UserContext(
    float LogSecondsSinceLastRating, float LogCount, float RatingMean, float LogVisitLength,
    float RecentYear, float RecentYearSpread, float LastYear, float RecentRatingRate)
{
    private static readonly RecencyDecay Recent = new(10f, 0.1f);
    private static readonly RecencyDecay Last = new(2f, 0f);

    /// <summary>Summarises a history.</summary>
    /// <param name="history">The user's ratings, at least one.</param>
    /// <param name="years">Year of release by item.</param>
    /// <param name="ratingRates">The rating rate of each movie, as <see cref="RankingFeature.RatingRate"/>.</param>
    /// <param name="visitBegins">The pause from which a new visit begins.</param>
    public static UserContext Of(
        in RatingHistory history, ReadOnlySpan<float> years, ReadOnlySpan<float> ratingRates, TimeSpan visitBegins)
    {
        double weight = 0, year = 0, squaredYear = 0, rate = 0, lastWeight = 0, lastYear = 0, rating = 0;
        var later = 0;
        for (var place = history.Count - 1; place >= 0; place--)
        {
            if (history.HasTimestamps && place + 1 < history.Count
                && history.Timestamps[place] < history.Timestamps[place + 1])
            {
                later = history.Count - 1 - place;
            }

            var item = history.Items[place];
            var recency = Recent.Of(later);
            weight += recency;
            year += recency * years[item];
            squaredYear += recency * (double)years[item] * years[item];
            rate += recency * ratingRates[item];
            lastWeight += Last.Of(later);
            lastYear += Last.Of(later) * years[item];
            rating += history.Ratings[place];
        }

        var mean = year / weight;
        return new UserContext(
            history.SecondsSinceLastRating is { } seconds ? MathF.Log(1 + seconds) : 0,
            MathF.Log(history.Count),
            (float)(rating / history.Count),
            MathF.Log(VisitLength(history, visitBegins)),
            (float)mean,
            (float)Math.Sqrt(Math.Max(0, (squaredYear / weight) - (mean * mean))),
            (float)(lastYear / lastWeight),
            (float)(rate / weight));
    }

    private static int VisitLength(in RatingHistory history, TimeSpan gap)
    {
        if (!history.HasTimestamps)
            return history.Count;
        var length = 1;
        while (length < history.Count
            && history.Timestamps[^length] - history.Timestamps[^(length + 1)] < gap.TotalSeconds)
        {
            length++;
        }

        return length;
    }
}
