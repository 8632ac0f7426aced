using Recofilm.Core.Catalog;
using Recofilm.Core.Popularity;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Tests.Popularity;

public class ItemStatisticsTests
{
    private static readonly MovieCatalog Catalog = new(
        Enumerable.Range(1, 4).Select(id => new Movie(id, $"Movie {id}", 2000, [])));

    [Fact]
    public void Averages_are_drawn_to_the_mean_of_all_by_the_prior()
    {
        // Movie 1: 5, 4, 3; movie 2: 5; movie 3: 1, 2; movie 4: none. Global mean 20/6 = 3.3333333.
        // Counts of rated movies 1, 2, 3: the median gives a prior of 2 votes.
        var statistics = ItemStatistics.Of(
            Build((1, 5), (1, 4), (1, 3), (2, 5), (3, 1), (3, 2)), new ColdStartOptions { PriorQuantile = 0.5f });

        Assert.Equal(2f, statistics.PriorVotes);
        Assert.Equal([3, 1, 2, 0], statistics.Counts.ToArray());
        Assert.Equal([2, 1, 0, 0], statistics.LikedCounts.ToArray());
        Assert.Equal(3.3333333f, statistics.GlobalMean, 1e-6f);
        Assert.Equal((12 + 6.6666667f) / 5, statistics.BayesianAverages[0], 1e-6f);
        Assert.Equal((5 + 6.6666667f) / 3, statistics.BayesianAverages[1], 1e-6f);
        Assert.Equal((3 + 6.6666667f) / 4, statistics.BayesianAverages[2], 1e-6f);
        Assert.Equal(statistics.GlobalMean, statistics.BayesianAverages[3]);
        Assert.Equal([4f, 5f, 1.5f, statistics.GlobalMean], statistics.Means.ToArray());
    }

    [Fact]
    public void Without_any_rating_all_movies_are_equal()
    {
        var statistics = ItemStatistics.Of(Build());

        Assert.Equal(0f, statistics.PriorVotes);
        Assert.All(statistics.BayesianAverages.ToArray(), average => Assert.Equal(0f, average));
    }

    [Fact]
    public void Popularity_counts_likes_and_breaks_ties_by_average()
    {
        // Movie 4 is liked twice, movies 1 and 3 once each, movie 2 never; movie 3 is better on average than movie 1.
        var model = new PopularityModel(ItemStatistics.Of(Build((1, 4), (1, 1), (2, 3.5f), (3, 5), (4, 4), (4, 4))));
        var scores = new float[4];

        model.Score(default, scores);

        Assert.Equal([3, 2, 0, 1], Enumerable.Range(0, 4).OrderByDescending(item => scores[item]));
    }

    [Theory]
    [InlineData(-0.1f)]
    [InlineData(1.1f)]
    [InlineData(float.NaN)]
    public void A_quantile_out_of_range_is_named(float quantile) => Assert.Equal(
        "PriorQuantile must be between 0 and 1.",
        Assert.Throws<ArgumentException>(() => new ColdStartOptions { PriorQuantile = quantile }.Validate()).Message);

    private static RatingMatrix Build(params (int Movie, float Rating)[] ratings)
    {
        var builder = new RatingMatrixBuilder(Catalog, hasTimestamps: false);
        foreach (var (user, (movie, rating)) in ratings.Index())
            builder.Add(user, movie, rating);
        return builder.Build();
    }
}
