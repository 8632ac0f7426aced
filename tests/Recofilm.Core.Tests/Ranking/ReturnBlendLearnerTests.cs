using Recofilm.Core.Catalog;
using Recofilm.Core.Datasets.MovieLens;
using Recofilm.Core.Numerics;
using Recofilm.Core.Ranking;
using Recofilm.Core.Ratings;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Ranking;

public class ReturnBlendLearnerTests
{
    [Theory]
    [InlineData(3_000)]
    [InlineData(200)]
    public void Popularity_is_followed_at_the_pace_at_which_it_changes(double spanDays)
    {
        var fast = Learn(TrendingWorld.Ratings(spanDays, halfLifeDays: spanDays / 200));
        var slow = Learn(TrendingWorld.Ratings(spanDays, halfLifeDays: spanDays / 6));

        Assert.InRange(fast.TrendHalfLifeDays, spanDays / 600, spanDays / 100);
        Assert.InRange(slow.TrendHalfLifeDays, spanDays / 40, spanDays / 4);
        Assert.True(fast.Return.TrendWeight >= new SessionBlendOptions().Return.TrendWeight);
    }

    [Fact]
    public void Few_returns_and_none_change_nothing()
    {
        var ratings = SmallWorld.Ratings(SmallWorld.Catalog(), users: 12);
        var options = new SessionBlendOptions();

        Assert.Equal(options.Return.TrendWeight, Learn(ratings).Return.TrendWeight);
        Assert.Equal(options.Return.FactorShare, Learn(ratings).Return.FactorShare);
        var trending = TrendingWorld.Ratings(3_000, halfLifeDays: 15);
        Assert.Equal(3_000 * options.TrendHalfLifeShare, Learn(trending, returnVisits: 0).TrendHalfLifeDays, 10.0);
    }

    /// <summary>
    /// MovieLens and the sample have years of ratings. Their time is divided by thirty; the release years, which are calendar
    /// time, are left out.
    /// </summary>
    [Fact]
    public async Task The_same_ratings_in_a_thirtieth_of_the_time_give_the_same_lists()
    {
        var data = MovieLensFiles.Read(
            await MovieLens.FolderOrSampleAsync(), cancellationToken: TestContext.Current.CancellationToken);
        var catalog = new MovieCatalog(data.Catalog.Movies.ToArray().Select(movie => movie with { Year = null }));
        var compressed = TrendingWorld.Compressed(data.Ratings, catalog, factor: 30);

        var (slow, fast) = (Train(data.Ratings, catalog), Train(compressed, catalog));

        Assert.Equal(slow.Blend.TrendHalfLifeDays / 30, fast.Blend.TrendHalfLifeDays, 0.1);
        var same = Enumerable.Range(0, data.Ratings.UserCount)
            .Average(user => ListOf(slow, data.Ratings, user).Intersect(ListOf(fast, compressed, user)).Count());
        Assert.InRange(same, 9.0, 10.0);
    }

    private static int[] ListOf(CollaborativeModel model, RatingMatrix ratings, int user)
    {
        var history = ratings.History(user, ratings.Timestamps.ToArray().Max() + 100_000);
        var scores = new float[model.ItemCount];
        model.Score(history, scores);
        foreach (var item in history.Items)
            scores[item] = float.NegativeInfinity;
        var best = new int[10];
        return best[..TopK.Select(scores, best)];
    }

    private static LearnedSessionBlend Learn(RatingMatrix ratings, int returnVisits = 2_000) =>
        Train(ratings, ratings.ItemCount == 60 ? SmallWorld.Catalog() : TrendingWorld.Catalog, returnVisits).Blend;

    private static CollaborativeModel Train(RatingMatrix ratings, MovieCatalog catalog, int returnVisits = 2_000) =>
        new CollaborativeTrainer(new() { ReturnVisits = returnVisits, Factors = new() { Dimension = 16 } })
            .Train(ratings, catalog, TestContext.Current.CancellationToken);
}
