using Recofilm.Core.Catalog;
using Recofilm.Core.Ranking.ItemItem;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Tests.Ranking.ItemItem;

public class ItemItemTrainerTests
{
    [Fact]
    public void One_user_with_two_movies_gives_the_weights_worked_by_hand()
    {
        var catalog = new MovieCatalog([new(1, "First", 2000, []), new(2, "Second", 2000, [])]);
        var builder = new RatingMatrixBuilder(catalog, hasTimestamps: true);
        builder.Add(7, 1, 5f, 100);
        builder.Add(7, 2, 3f, 200);
        var options = new ItemItemOptions
        {
            MinimumRatings = 1,
            Regularization = 2f,
            RegularizationPower = 0f,
            PopularityPower = 0f,
        };
        var weights = new ItemItemTrainer(options, new ParallelOptions()).Train(builder.Build());

        // The first was rated before the second, one rating apart: C_12 = s₁ t₂ (0.6 k_U(1) + 0.4 · 2 k_D(1)), and
        // C_21 = s₂ t₁ 0.6 k_U(1); each is divided by its source's G_ii + λ = s² + 2.
        var undirected = 0.5f + (0.5f * MathF.Exp(-1f / 20));
        var directed = 0.4f + (0.6f * MathF.Exp(-1f / 30));
        var scores = new float[2];
        weights.Score([0], [1f], scores);
        Assert.Equal(1f * 0.6f * ((0.6f * undirected) + (0.8f * directed)) / (1f + 2f), scores[1], 1e-5f);
        weights.Score([1], [1f], scores);
        Assert.Equal(0.4f * 1f * 0.6f * undirected / (0.16f + 2f), scores[0], 1e-5f);
    }

    [Fact]
    public void Sums_match_a_plain_double_loop()
    {
        var matrix = SmallWorld.Ratings(SmallWorld.Catalog());
        var options = new ItemItemOptions();
        var ratings = ItemItemRatings.Of(matrix, options);
        var products = new ItemItemProducts(ratings, options);
        var scratch = products.CreateScratch();
        products.Accumulate(0, scratch);
        var (gram, cross) = PlainSums(matrix, options, ratings.CatalogItems[0]);
        for (var item = 0; item < ratings.ItemCount; item++)
        {
            Assert.Equal(gram[ratings.CatalogItems[item]], scratch.Sums[2 * item], 1e-4);
            Assert.Equal(cross[ratings.CatalogItems[item]], scratch.Cross(item), 1e-4);
        }
    }

    [Fact]
    public void A_window_keeps_the_pairs_within_the_budget()
    {
        var ratings = ItemItemRatings.Of(SmallWorld.Ratings(SmallWorld.Catalog()), new ItemItemOptions());
        var narrow = ratings.WindowWithin(ratings.Items.Length * 7L);
        Assert.Equal(3, narrow);
        Assert.True(ratings.WindowWithin(long.MaxValue) >= 10);
    }

    [Fact]
    public void Without_times_the_weights_are_undirected_for_equal_ratings()
    {
        var catalog = SmallWorld.Catalog(4);
        var builder = new RatingMatrixBuilder(catalog, hasTimestamps: false);
        for (var user = 1; user <= 5; user++)
        {
            builder.Add(user, 1, 5f);
            builder.Add(user, 2, 5f);
        }

        var weights = new ItemItemTrainer(new ItemItemOptions(), new ParallelOptions()).Train(builder.Build());
        var (forward, back) = (new float[4], new float[4]);
        weights.Score([0], [1f], forward);
        weights.Score([1], [1f], back);
        Assert.True(forward[1] > 0);
        Assert.Equal(forward[1], back[0], 1e-6f);
    }

    private static (double[] Gram, double[] Cross) PlainSums(RatingMatrix matrix, ItemItemOptions options, int target)
    {
        var (gram, cross) = (new double[matrix.ItemCount], new double[matrix.ItemCount]);
        for (var user = 0; user < matrix.UserCount; user++)
        {
            var history = matrix.History(user);
            for (var j = 0; j < history.Count; j++)
            {
                if (history.Items[j] != target)
                    continue;
                for (var i = 0; i < history.Count; i++)
                {
                    var apart = Math.Abs(Later(history, i) - Later(history, j));
                    var direction = 1 + Math.Sign(history.Timestamps[j] - history.Timestamps[i]);
                    var source = options.Source.Of(history.Ratings[i]);
                    gram[history.Items[i]] += source * options.Source.Of(history.Ratings[j])
                        * (0.5 + (0.5 * Math.Exp(-apart / 20.0)));
                    cross[history.Items[i]] += source * options.Target.Of(history.Ratings[j])
                        * ((0.6 * (0.5 + (0.5 * Math.Exp(-apart / 20.0))))
                            + (0.4 * direction * (0.4 + (0.6 * Math.Exp(-apart / 30.0)))));
                }
            }
        }

        return (gram, cross);
    }

    private static int Later(RatingHistory history, int place)
    {
        var later = 0;
        foreach (var time in history.Timestamps)
            later += time > history.Timestamps[place] ? 1 : 0;
        return later;
    }
}
