using Recofilm.Core.Catalog;
using Recofilm.Core.Ranking.Recency;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Tests.Ranking.Recency;

public class ItemTrendsTests
{
    private const long Period = 28 * 86_400;

    // The oldest rating lies so far back that a period has four weeks.
    private const long Start = 1_000_000;
    private const long End = Start + (512 * Period) - 1;

    private static readonly MovieCatalog Catalog = new([new(1, "A", 1990, []), new(2, "B", null, []), new(3, "C", 2000, [])]);

    [Fact]
    public void Only_ratings_before_the_request_count_and_older_ones_less()
    {
        var trends = ItemTrends.Of(Catalog, Ratings(hasTimestamps: true));
        var weights = new float[ItemTrends.PeriodCount];

        // At the end everything counts: one rating now and one two periods ago, which a half-life of 56 days halves.
        trends.WeighPeriods(End, 56, weights);
        Assert.Equal(1.5f, trends.Sum(0, weights), 1e-5f);
        Assert.Equal(0f, trends.Sum(2, weights), 1e-5f);

        trends.WeighPeriods(End - Period, 56, weights);
        Assert.Equal(MathF.Pow(2, -0.5f), trends.Sum(0, weights), 1e-5f);
        trends.WeighPeriods(End - (3 * Period), 56, weights);
        Assert.Equal(0f, trends.Sum(0, weights));
    }

    [Fact]
    public void Data_that_end_before_the_request_are_taken_as_they_were_at_their_end()
    {
        var trends = ItemTrends.Of(Catalog, Ratings(hasTimestamps: true));
        var weights = new float[ItemTrends.PeriodCount];
        trends.WeighPeriods(End + (100 * Period), 56, weights);
        Assert.Equal(1.5f, trends.Sum(0, weights), 1e-5f);
        Assert.Equal(trends.YearAt(End), trends.YearAt(End + (100 * Period)));
    }

    [Fact]
    public void A_movie_watched_now_is_more_present_than_one_watched_long_ago()
    {
        var prior = new PopularityTrend(ItemTrends.Of(Catalog, Ratings(hasTimestamps: true)), halfLifeDays: 56, pseudoRatings: 2);
        var values = prior.At(End);

        // A: one rating now and one that counts half; B: one that counts half; C: one long ago.
        // Two of four ratings count now: A's two would be 1 if nothing had changed, and the others' one each 1/2.
        Assert.Equal(Math.Log((1.5 + 2) / (1 + 2)), values[0], 1e-5);
        Assert.Equal(Math.Log((0.5 + 2) / (0.5 + 2)), values[1], 1e-5);
        Assert.Equal(Math.Log((0 + 2) / (0.5 + 2)), values[2], 1e-5);
    }

    [Fact]
    public void Few_ratings_after_years_without_any_decide_little()
    {
        var builder = new RatingMatrixBuilder(Catalog, hasTimestamps: true);
        for (var user = 1; user <= 300; user++)
            builder.Add(user, 1 + (user % 2), 4f, End - (200 * Period));
        builder.Add(301, 2, 4f, End);
        builder.Add(302, 3, 4f, Start);

        var values = new PopularityTrend(ItemTrends.Of(Catalog, builder.Build()), halfLifeDays: 56, pseudoRatings: 2).At(End);

        // One rating: A would have half of it, and B has all of it.
        Assert.Equal(Math.Log(2 / 2.5), values[0], 0.01);
        Assert.Equal(Math.Log(3 / 2.5), values[1], 0.01);
    }

    [Fact]
    public void Periods_are_as_short_as_the_data_are()
    {
        foreach (var days in (int[])[100, 10_000])
        {
            var builder = new RatingMatrixBuilder(Catalog, hasTimestamps: true);
            builder.Add(1, 1, 4f, End - (days * 86_400L));
            builder.Add(1, 2, 4f, End);
            var trends = ItemTrends.Of(Catalog, builder.Build());
            var weights = new float[ItemTrends.PeriodCount];

            Assert.Equal(days, trends.SpanDays, 0.1);
            trends.WeighPeriods(End, days, weights);
            Assert.Equal(0.5f, trends.Sum(0, weights), 0.01f);
            Assert.Equal(1f, trends.Sum(1, weights));
            Assert.Equal(End, trends.PeriodStart(End + 5));
            Assert.Equal(End - (3 * trends.PeriodSeconds), trends.PeriodStart(End - (2 * trends.PeriodSeconds) - 1));
        }
    }

    [Fact]
    public void An_unknown_year_is_the_mean_and_users_without_ratings_do_not_count()
    {
        var trends = ItemTrends.Of(Catalog, Ratings(hasTimestamps: true));
        Assert.Equal([1990f, 1995f, 2000f], trends.Years.ToArray());
        Assert.Equal(3, trends.UserCount);
    }

    [Fact]
    public void Without_times_nothing_is_known_but_the_years()
    {
        var trends = ItemTrends.Of(Catalog, Ratings(hasTimestamps: false));
        var weights = new float[ItemTrends.PeriodCount];
        trends.WeighPeriods(0, 120, weights);
        Assert.Null(trends.End);
        Assert.Equal(0f, trends.Sum(0, weights));
        Assert.Equal(2000f, trends.YearAt(null));
    }

    private static RatingMatrix Ratings(bool hasTimestamps)
    {
        var builder = new RatingMatrixBuilder(Catalog, hasTimestamps);
        builder.Add(1, 1, 4f, End);
        builder.Add(2, 1, 4f, End - (2 * Period));
        builder.Add(2, 2, 4f, End - (2 * Period));
        builder.Add(3, 3, 1f, Start);
        return builder.Build();
    }
}
