using Recofilm.Core.Catalog;
using Recofilm.Core.RatingPrediction.Features;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Tests.RatingPrediction;

public class FeatureTests
{
    [Fact]
    public void A_value_is_split_between_the_knots_around_it()
    {
        var basis = HatBasis.Covering(1913, 2018, 10);

        Assert.Equal(new HatBasis(1910, 10, 12), basis);
        Assert.Equal((8, 0.5f), basis.Split(1995));
        Assert.Equal((0, 0f), basis.Split(1800));
        Assert.Equal((11, 0f), basis.Split(2100));
    }

    [Fact]
    public void Movies_are_described_by_genres_year_and_count()
    {
        var catalog = new MovieCatalog([
            new Movie(1, "A", 1990, ["Comedy", "Drama"]), new Movie(2, "B", 1995, ["Drama"]), new Movie(3, "C", null, [])]);
        var ratings = Build(catalog, (1, 1), (2, 1), (3, 1), (1, 2));

        var features = ItemFeatures.Build(catalog, ratings.Columns.Lists);

        // Constant; Comedy, Drama; 1990, 2000, unknown; log₂ 2, log₂ 4.
        Assert.Equal([-1, 0, 0, 1, 1, 1, 2, 2], features.Groups);
        var half = (float)(1 / Math.Sqrt(2));
        Assert.Equal([1, half, half, 1, 0, 0, 0, 1], Dense(features, 0));
        Assert.Equal([1, 0, 1, 0.5f, 0.5f, 0, 1, 0], Dense(features, 1));
        Assert.Equal([1, 0, 0, 0, 0, 1, 1, 0], Dense(features, 2));
    }

    [Fact]
    public void Without_genres_and_years_only_the_count_describes_a_movie()
    {
        var catalog = new MovieCatalog([new Movie(1, "A", null, []), new Movie(2, "B", null, [])]);

        var features = ItemFeatures.Build(catalog, Build(catalog, (1, 1)).Columns.Lists);

        Assert.Equal([-1, 0], features.Groups);
    }

    [Fact]
    public void Users_are_described_by_what_they_rated_and_how_much()
    {
        var catalog = new MovieCatalog([new Movie(1, "A", null, ["Comedy"]), new Movie(2, "B", null, ["Drama"])]);
        var ratings = Build(catalog, (1, 1), (1, 2), (2, 2));
        var items = ItemFeatures.Build(catalog, ratings.Columns.Lists);

        var users = UserFeatures.Build(ratings.Lists, items, out var meanLogCount);

        // Movie A has one rating, at the first knot of the count; movie B has two, log₂ 3 = 1.585, between the two.
        var share = (float)(Math.Log2(3) - 1);
        var firstOfB = 1 - share;
        Assert.Equal((Math.Log(3) + Math.Log(2)) / 2, meanLogCount, 1e-12);
        float[] expected = [1, 1.5f, 1.5f, 1.5f * (1 + firstOfB), 1.5f * share, (float)(Math.Log(3) - meanLogCount)];
        var actual = Dense(users, 0);
        for (var feature = 0; feature < expected.Length; feature++)
            Assert.Equal(expected[feature], actual[feature], 1e-5f);
    }

    private static float[] Dense(SparseFeatures features, int row)
    {
        var dense = new float[features.Count];
        foreach (var (place, feature) in features.FeaturesOf(row).ToArray().Index())
            dense[feature] += features.ValuesOf(row)[place];
        return dense;
    }

    private static RatingMatrix Build(MovieCatalog catalog, params (int User, int Movie)[] ratings)
    {
        var builder = new RatingMatrixBuilder(catalog, hasTimestamps: false);
        foreach (var (user, movie) in ratings)
            builder.Add(user, movie, 4);
        return builder.Build();
    }
}
