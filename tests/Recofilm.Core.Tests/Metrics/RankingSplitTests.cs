using Recofilm.Core.Catalog;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Ratings;
using Recofilm.Core.Tests.Lab.Files;

namespace Recofilm.Core.Tests.Metrics;

public class RankingSplitTests
{
    private const long Day = 86_400;

    [Fact]
    public void In_visit_holds_back_the_last_fifth_by_time_then_movie()
    {
        // Twelve ratings: floor(12 / 5) = 2 are test. The last three share a second, so the movie decides: 11 and 12.
        var ratings = User(1, [.. Enumerable.Range(1, 9).Select(i => (i, (long)i)), (12, 50), (10, 50), (11, 50)]);

        var split = InVisitSplit.Of(ratings);

        Assert.Equal(10, split.Train.Count);
        Assert.Equal([10, 11], split.Test.Items.ToArray());
        Assert.Equal(50, split.HistoryOf(0).RequestTime);
    }

    [Fact]
    public void In_visit_leaves_a_user_with_nine_ratings_in_train()
    {
        var split = InVisitSplit.Of(User(1, [.. Enumerable.Range(1, 9).Select(i => (i, (long)i))]));

        Assert.Equal(0, split.Test.Count);
        Assert.Equal(0, split.Users.Length);
    }

    [Fact]
    public void Next_visit_holds_back_the_visit_after_the_last_day_without_ratings()
    {
        // Ten ratings within a day, then exactly a day's pause, then two more: those two are the next visit.
        var ratings = User(1, [.. Enumerable.Range(1, 10).Select(i => (i, (long)i)), (11, 10 + Day), (12, 11 + Day)]);

        var split = NextVisitSplit.Of(ratings);

        Assert.Equal([10, 11], split.Test.Items.ToArray());
        Assert.Equal(Day, split.HistoryOf(0).SecondsSinceLastRating);
    }

    [Theory]
    [InlineData(10, Day - 1)] // One second short of a pause: a single visit.
    [InlineData(9, Day)] // Only nine ratings before it.
    public void Next_visit_needs_two_visits_and_ten_ratings_before_the_last(int before, long pause)
    {
        var ratings = User(1, [.. Enumerable.Range(1, before).Select(i => (i, (long)i)), (12, before + pause)]);

        Assert.Equal(0, NextVisitSplit.Of(ratings).Test.Count);
    }

    [Fact]
    public void Only_users_with_a_test_rating_of_four_or_more_are_judged()
    {
        var ratings = RatingTables.Build(
            4, (1, 1, 3f, 1), (1, 2, 3.5f, 2), (2, 1, 5f, 1), (2, 3, 4f, 2), (2, 2, 5f, 3), (2, 4, 1f, 4));
        var split = RankingSplit.ByMark(ratings, [false, true, false, true, true, true]);

        Assert.Equal([1], split.Users.ToArray());
        Assert.Equal([1, 2], split.RelevantOf(1).ToArray());
        Assert.Equal(2, split.RelevantCount);
        Assert.Equal(2, split.ColdRelevantCount);
        Assert.Equal(2, split.HistoryOf(1).RequestTime);
    }

    [Fact]
    public void Splits_by_time_refuse_ratings_without_times()
    {
        var ratings = RatingTables.WithoutTimes(2, (1, 1, 4f), (1, 2, 4f));

        Assert.Throws<ArgumentException>(() => InVisitSplit.Of(ratings));
        Assert.Throws<ArgumentException>(() => NextVisitSplit.Of(ratings));
    }

    [Fact]
    public void Seeded_folds_are_even_and_repeatable()
    {
        var ratings = User(1, [.. Enumerable.Range(1, 11).Select(i => (i, (long)i))]);

        var folds = FoldAssignment.Seeded(ratings, 5, 3);

        Assert.Equal(folds.Folds.ToArray(), FoldAssignment.Seeded(ratings, 5, 3).Folds.ToArray());
        Assert.NotEqual(folds.Folds.ToArray(), FoldAssignment.Seeded(ratings, 5, 4).Folds.ToArray());
        Assert.Equal([3, 2, 2, 2, 2], Enumerable.Range(0, 5).Select(fold => folds.TestOf(ratings, fold).Count));
        Assert.All(Enumerable.Range(0, 5), fold =>
            Assert.Equal(11, folds.TrainOf(ratings, fold).Count + folds.TestOf(ratings, fold).Count));
    }

    [Fact]
    public void Folds_must_be_at_least_two_and_none_empty()
    {
        Assert.Throws<ArgumentException>(() => new FoldAssignment([0, 0]));
        Assert.Throws<ArgumentException>(() => new FoldAssignment([0, 2]));
        Assert.Throws<ArgumentException>(() => new FoldAssignment([0, -1, 1]));
    }

    [Fact]
    public void What_a_user_tagged_after_their_test_part_began_is_not_known_in_train()
    {
        MovieTag[] tags =
        [
            new(1, 1, "before", DateTimeOffset.FromUnixTimeSeconds(99)),
            new(1, 1, "after", DateTimeOffset.FromUnixTimeSeconds(100)),
            new(1, 2, "of a tested movie", null), new(1, 3, "undated", null),
            new(2, 2, "of another", DateTimeOffset.FromUnixTimeSeconds(500)), new(9, 2, "of a stranger", null),
        ];
        var catalog = new MovieCatalog([new(1, "A", null, []), new(2, "B", null, []), new(3, "C", null, [])], tags);
        var builder = new RatingMatrixBuilder(catalog, hasTimestamps: true);
        builder.Add(1, 1, 4, 50);
        builder.Add(1, 2, 5, 100);
        builder.Add(2, 2, 5, 60);
        var split = RankingSplit.ByMark(builder.Build(), [false, true, false]);

        var train = split.TrainCatalog(catalog);

        Assert.Equal(["before"], train.TagsOf(0));
        Assert.Equal(["of another", "of a stranger"], train.TagsOf(1));
        Assert.Equal(["undated"], train.TagsOf(2));
        Assert.Same(train, split.TrainCatalog(train));
    }

    private static RatingMatrix User(int userId, (int Movie, long Time)[] ratings) => RatingTables.Build(
        12, [.. ratings.Select(rating => (userId, rating.Movie, 4f, rating.Time))]);
}
