using Recofilm.Core.Catalog;
using Recofilm.Core.Hybrid.Candidates;
using Recofilm.Core.Ranking.Recency;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Tests.Hybrid;

public class PopularItemsTests
{
    private const long Day = 86_400;
    private const long End = 2_000 * Day;

    private static readonly MovieCatalog Catalog = new(Enumerable.Range(1, 4).Select(id => new Movie(id, $"M{id}", 2000, [])));

    // Movie 1 had three ratings long ago, movie 2 two at the end, movie 3 one in between, movie 4 none.
    private static readonly ItemTrends Trends = TrendsOf(
        (1, 10), (1, 20), (1, 30), (3, 1000), (2, 1990), (2, 2000));

    [Fact]
    public void All_ratings_alike_make_another_order_than_recent_ones()
    {
        Assert.Equal([0, 1, 2], new PopularItems(Trends, double.PositiveInfinity).At(End).ToArray());
        Assert.Equal([1, 2, 0], new PopularItems(Trends, halfLifeDays: 100).At(End).ToArray());
    }

    [Fact]
    public void Later_ratings_are_not_known()
    {
        var popular = new PopularItems(Trends, halfLifeDays: 100);

        Assert.Equal([2, 0], popular.At(1500 * Day).ToArray());
        Assert.Equal([0], popular.At(500 * Day).ToArray());
        Assert.Empty(popular.At(5 * Day).ToArray());
        Assert.Empty(popular.At(0).ToArray());
    }

    [Fact]
    public void After_the_last_rating_the_order_stays() => Assert.Equal(
        [1, 2, 0], new PopularItems(Trends, halfLifeDays: 100).At(End + (1000 * Day)).ToArray());

    private static ItemTrends TrendsOf(params (int Movie, int Day)[] ratings)
    {
        var builder = new RatingMatrixBuilder(Catalog, hasTimestamps: true);
        foreach (var (place, rating) in ratings.Index())
            builder.Add(place + 1, rating.Movie, 4f, rating.Day * Day);
        return ItemTrends.Of(Catalog, builder.Build());
    }
}
