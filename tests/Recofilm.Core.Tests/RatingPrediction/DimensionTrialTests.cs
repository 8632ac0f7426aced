using Recofilm.Core.Catalog;
using Recofilm.Core.Metrics;
using Recofilm.Core.RatingPrediction;
using Recofilm.Core.Ratings;
using Recofilm.Core.Tests.Lab.Files;

namespace Recofilm.Core.Tests.RatingPrediction;

public class DimensionTrialTests
{
    private const int Users = 160;
    private const int Movies = 120;

    private static readonly MovieCatalog Catalog = RatingTables.Catalog(Movies);

    private static readonly BayesianMatrixFactorizationOptions Short =
        new() { BurnInSweeps = 21, Samples = 3, Threads = 2 };

    [Fact]
    public void Many_tastes_take_the_larger_dimension_with_the_same_bytes_for_any_number_of_threads()
    {
        var (train, test) = Planted(tastes: 26);

        var chosen = Train(train, Short);
        var again = Train(train, Short with { Threads = 1 }).Parameters;
        var narrow = Train(train, Short with { Dimension = 16 });

        var parameters = chosen.Parameters;
        Assert.Equal(32, parameters.Rank);
        Assert.Equal(parameters.ItemMeans.Span, again.ItemMeans.Span);
        Assert.Equal(parameters.ItemCovariances.Span, again.ItemCovariances.Span);
        Assert.Equal(parameters.ItemPriorShares.Span, again.ItemPriorShares.Span);
        Assert.Equal(parameters.UserPrecision, again.UserPrecision);
        Assert.Equal(parameters.NoisePrecision, again.NoisePrecision);
        Assert.InRange(ErrorOf(chosen, train, test), 0, ErrorOf(narrow, train, test) - 0.02);
    }

    [Fact]
    public void Few_tastes_keep_the_smaller_dimension() =>
        Assert.Equal(16, Train(Planted(tastes: 6).Train, Short).Parameters.Rank);

    [Fact]
    public void Fewer_ratings_than_factors_are_spared_the_trial()
    {
        var (train, _) = Planted(tastes: 6);
        var factors = 32 * (Users + Movies);

        Assert.True(DimensionTrial.IsWorthwhile(FirstOf(train, factors)));
        Assert.False(DimensionTrial.IsWorthwhile(FirstOf(train, factors - 1)));
        Assert.False(DimensionTrial.IsWorthwhile(RatingTables.WithoutTimes(2)));
    }

    [Fact]
    public void A_refinement_keeps_the_dimension_unless_it_is_set()
    {
        var (train, _) = Planted(tastes: 6);
        var quick = Short with { BurnInSweeps = 2, Samples = 1, RefineBurnInSweeps = 1, RefineSamples = 1, Dimension = 32 };
        var earlier = Train(train, quick);
        int[] places = [.. Enumerable.Range(0, Movies)];
        int RankAfter(BayesianMatrixFactorizationOptions options) => new BayesianMatrixFactorizationTrainer(options)
            .Refine(train, Catalog, earlier, places, TestContext.Current.CancellationToken).Parameters.Rank;

        Assert.Equal(32, RankAfter(quick with { Dimension = 0 }));
        Assert.Equal(16, RankAfter(quick with { Dimension = 16 }));
    }

    private static BayesianMatrixFactorization Train(RatingMatrix ratings, BayesianMatrixFactorizationOptions options) =>
        new BayesianMatrixFactorizationTrainer(options).Train(ratings, Catalog, TestContext.Current.CancellationToken);

    private static double ErrorOf(BayesianMatrixFactorization model, RatingMatrix train, RatingMatrix test) =>
        new RatingEvaluator(TimeProvider.System, threads: 2)
            .TrainAndTest(train, test, (_, _) => model, TestContext.Current.CancellationToken).Rmse;

    /// <summary>Keeps some ratings, spread over all users.</summary>
    private static RatingMatrix FirstOf(RatingMatrix ratings, int count)
    {
        var order = Enumerable.Range(0, ratings.Count).ToArray();
        new Random(4).Shuffle(order);
        var keep = new bool[ratings.Count];
        foreach (var position in order[..count])
            keep[position] = true;
        return ratings.Where(keep);
    }

    /// <summary>Ratings of equally strong tastes with little noise; one in ten is test.</summary>
    private static (RatingMatrix Train, RatingMatrix Test) Planted(int tastes)
    {
        var random = new Random(3);
        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        double[][] Vectors(int count) =>
            [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, tastes).Select(_ => Normal()).ToArray())];
        var (users, movies) = (Vectors(Users), Vectors(Movies));
        var builder = new RatingMatrixBuilder(Catalog, hasTimestamps: false);
        for (var user = 0; user < Users; user++)
        {
            for (var movie = 0; movie < Movies; movie++)
            {
                if (random.Next(4) == 0)
                    continue;
                var taste = users[user].Zip(movies[movie], (left, right) => left * right).Sum() / Math.Sqrt(tastes);
                builder.Add(user, movie + 1, (float)Math.Clamp(3 + taste + (0.3 * Normal()), 0.5, 5.5));
            }
        }

        var all = builder.Build();
        var isTest = Enumerable.Range(0, all.Count).Select(_ => random.Next(10) == 0).ToArray();
        return (all.Where(Array.ConvertAll(isTest, test => !test)), all.Where(isTest));
    }
}
