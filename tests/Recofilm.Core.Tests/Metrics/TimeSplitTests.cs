using Recofilm.Core.Catalog;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Ratings;
using Recofilm.Core.Tests.Lab.Files;

namespace Recofilm.Core.Tests.Metrics;

public class TimeSplitTests
{
    private const long Day = 86_400;
    private const long Cut = 100 * Day;

    [Fact]
    public void Train_is_everything_before_the_cut_and_test_the_first_visit_after_it()
    {
        // User 1 comes back on days 102 and 105; user 2 has nine ratings before the cut; user 3 rates through it without a pause.
        var ratings = Build(
            [.. History(1, 10), (1, 11, 4f, 102 * Day), (1, 12, 5f, (102 * Day) + 60), (1, 13, 5f, 105 * Day)],
            [.. History(2, 9), (2, 11, 5f, 101 * Day)],
            [.. History(3, 9), (3, 10, 4f, Cut - 10), (3, 11, 5f, Cut + 10)]);

        var split = TimeSplit.At(ratings, Cut);

        Assert.Equal(10 + 9 + 10, split.Train.Count);
        Assert.Equal([10, 11], split.Test.Items.ToArray());
        Assert.Equal([0], split.Users.ToArray());
        Assert.Equal(102 * Day, split.HistoryOf(0).RequestTime);
        Assert.False(split.OnlyTrained);
    }

    [Theory]
    [InlineData(0, 1)] // At the cut is after it.
    [InlineData(-1, 0)] // A second earlier it is train.
    public void A_rating_at_the_cut_is_test(long offset, int expected)
    {
        var ratings = Build([.. History(1, 10), (1, 11, 4f, Cut + offset)]);

        Assert.Equal(expected, TimeSplit.At(ratings, Cut).Test.Count);
    }

    [Fact]
    public void A_pause_is_a_whole_day()
    {
        var ratings = Build([.. History(1, 9), (1, 10, 4f, Cut - 1), (1, 11, 4f, Cut + Day - 2)]);
        Assert.Equal(0, TimeSplit.At(ratings, Cut).Test.Count);

        ratings = Build([.. History(1, 9), (1, 10, 4f, Cut - 1), (1, 11, 4f, Cut + Day - 1)]);
        Assert.Equal(1, TimeSplit.At(ratings, Cut).Test.Count);
    }

    [Fact]
    public void Cuts_spread_evenly_over_the_last_third()
    {
        // From second 0 to 1800: the last third starts at 1200 and a sixth of it is 100.
        var ratings = Build([(1, 1, 4f, 0), (2, 1, 4f, 1800)]);

        Assert.Equal([1200, 1300, 1400, 1500, 1600, 1700], TimeSplit.CutsOf(ratings));
        Assert.Empty(TimeSplit.Of(ratings));
    }

    [Fact]
    public void Nothing_tagged_after_the_cut_is_known_whoever_tagged_it()
    {
        MovieTag[] tags =
        [
            new(2, 1, "before", DateTimeOffset.FromUnixTimeSeconds(Cut - 1)),
            new(2, 1, "after", DateTimeOffset.FromUnixTimeSeconds(Cut)),
            new(9, 1, "undated", null),
        ];
        var catalog = new MovieCatalog(RatingTables.Catalog(14).Movies.ToArray(), tags);

        var split = TimeSplit.At(Build([.. History(1, 10), (1, 11, 4f, 102 * Day)]), Cut);

        Assert.Equal(["before", "undated"], split.TrainCatalog(catalog).TagsOf(0));
    }

    [Fact]
    public void The_published_protocol_leaves_unknown_users_and_movies_out_and_wants_every_rating()
    {
        // Two days before the newest rating, on day 103, is day 101. User 2 and movie 12 are unknown before it.
        var ratings = Build(
            [(1, 1, 4f, 99 * Day), (1, 2, 1f, 101 * Day), (1, 12, 5f, 102 * Day)],
            [(2, 1, 5f, 102 * Day)],
            [(3, 2, 3f, 100 * Day), (3, 1, 5f, 103 * Day)]);

        var split = LastDaysSplit.Of(ratings, days: 2);

        Assert.Equal(2, split.Train.Count);
        Assert.Equal([0, 2], split.Users.ToArray());
        Assert.Equal([1], split.RelevantOf(0).ToArray());
        Assert.Equal([0], split.RelevantOf(2).ToArray());
        Assert.True(split.OnlyTrained);
    }

    [Fact]
    public void Ratings_without_times_are_refused()
    {
        var ratings = RatingTables.WithoutTimes(2, (1, 1, 4f), (1, 2, 4f));

        Assert.Throws<ArgumentException>(() => TimeSplit.Of(ratings));
        Assert.Throws<ArgumentException>(() => LastDaysSplit.Of(ratings, 60));
    }

    // Ratings of movies 1, 2 … an hour apart, ninety days before the cut.
    private static (int User, int Movie, float Rating, long Time)[] History(int user, int count) =>
        [.. Enumerable.Range(1, count).Select(movie => (user, movie, 4f, (10 * Day) + (movie * 3600L)))];

    private static RatingMatrix Build(params (int User, int Movie, float Rating, long Time)[][] users) =>
        RatingTables.Build(14, [.. users.SelectMany(user => user)]);
}
