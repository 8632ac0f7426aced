using Recofilm.Core.Catalog;
using Recofilm.Core.RatingPrediction;
using Recofilm.Core.Ratings;
using Recofilm.Core.Tests.Lab.Files;

namespace Recofilm.Core.Tests.RatingPrediction;

public class BayesianMatrixFactorizationTrainerTests
{
    private static readonly BayesianMatrixFactorizationOptions Short =
        new() { BurnInSweeps = 10, Samples = 5, SampleInterval = 2, Threads = 1 };

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    public void The_number_of_threads_does_not_change_a_bit(int threads)
    {
        var (catalog, ratings) = Planted(users: 300, movies: 400);

        var one = new BayesianMatrixFactorizationTrainer(Short)
            .Train(ratings, catalog, TestContext.Current.CancellationToken).Parameters;
        var several = new BayesianMatrixFactorizationTrainer(Short with { Threads = threads })
            .Train(ratings, catalog, TestContext.Current.CancellationToken).Parameters;

        Assert.Equal(one.ItemMeans.Span, several.ItemMeans.Span);
        Assert.Equal(one.ItemCovariances.Span, several.ItemCovariances.Span);
        Assert.Equal(one.ItemWeights.Span, several.ItemWeights.Span);
        Assert.Equal(one.ItemPriorShares.Span, several.ItemPriorShares.Span);
        Assert.Equal(one.UserPrecision, several.UserPrecision);
        Assert.Equal(one.StrangerMean, several.StrangerMean);
        Assert.Equal(one.NoisePrecision, several.NoisePrecision);
    }

    [Fact]
    public void Another_seed_gives_another_model_of_about_the_same_predictions()
    {
        var (catalog, ratings) = Planted(users: 300, movies: 400);
        int[] items = [.. Enumerable.Range(0, 400)];
        var first = new float[400];
        var second = new float[400];
        new BayesianMatrixFactorizationTrainer(Short).Train(ratings, catalog, TestContext.Current.CancellationToken)
            .Predict(ratings.History(5), items, first);
        new BayesianMatrixFactorizationTrainer(Short with { Seed = 2 })
            .Train(ratings, catalog, TestContext.Current.CancellationToken)
            .Predict(ratings.History(5), items, second);

        Assert.NotEqual(first, second);
        Assert.InRange(items.Average(item => Math.Abs(first[item] - second[item])), 0, 0.2);
    }

    [Fact]
    public void A_planted_taste_is_found()
    {
        // Odd users love the comedies and hate the dramas; even users the reverse.
        var (catalog, ratings) = Planted(users: 300, movies: 400);
        var model = new BayesianMatrixFactorizationTrainer(Short).Train(ratings, catalog, TestContext.Current.CancellationToken);
        var predictions = new float[2];

        model.Predict(ratings.History(1), [10, 11], predictions);
        Assert.True(predictions[0] > predictions[1] + 1, $"{predictions[0]} against {predictions[1]}");
        model.Predict(ratings.History(2), [10, 11], predictions);
        Assert.True(predictions[1] > predictions[0] + 1, $"{predictions[1]} against {predictions[0]}");
    }

    [Fact]
    public void A_movie_without_ratings_is_placed_by_its_genre()
    {
        var (catalog, ratings) = Planted(users: 300, movies: 400, unrated: 2);
        var model = new BayesianMatrixFactorizationTrainer(Short).Train(ratings, catalog, TestContext.Current.CancellationToken);
        var predictions = new float[2];

        model.Predict(ratings.History(1), [400, 401], predictions);

        Assert.True(predictions[0] > predictions[1] + 0.7, $"{predictions[0]} against {predictions[1]}");
    }

    [Fact]
    public void One_user_and_equal_ratings_predict_that_rating()
    {
        var ratings = RatingTables.WithoutTimes(3, (1, 1, 4f), (1, 2, 4f));
        var predictions = new float[3];

        new BayesianMatrixFactorizationTrainer(Short)
            .Train(ratings, RatingTables.Catalog(3), TestContext.Current.CancellationToken)
            .Predict(ratings.History(0), [0, 1, 2], predictions);

        Assert.Equal([4f, 4f, 4f], predictions);
    }

    [Fact]
    public void A_single_rating_is_enough_to_train()
    {
        var ratings = RatingTables.WithoutTimes(1, (1, 1, 2f));
        var model = new BayesianMatrixFactorizationTrainer(Short)
            .Train(ratings, RatingTables.Catalog(1), TestContext.Current.CancellationToken);

        Assert.Equal(2f, model.Predict(model.FoldIn(default), 0));
    }

    [Fact]
    public void Users_without_ratings_and_a_catalogue_without_features_do_no_harm()
    {
        var catalog = new MovieCatalog(Enumerable.Range(1, 20).Select(id => new Movie(id, "", null, [])));
        var builder = new RatingMatrixBuilder(catalog, hasTimestamps: false);
        var random = new Random(1);
        for (var user = 1; user <= 40; user++)
        {
            for (var movie = 1; movie <= 20; movie++)
            {
                if (random.Next(3) == 0)
                    builder.Add(user, movie, random.Next(1, 6));
            }
        }

        var all = builder.Build();
        var ratings = all.Where([.. Enumerable.Range(0, all.Count).Select(position => position >= all.RowStarts[5])]);
        var model = new BayesianMatrixFactorizationTrainer(Short).Train(ratings, catalog, TestContext.Current.CancellationToken);
        var predictions = new float[20];
        model.Predict(ratings.History(0), [.. Enumerable.Range(0, 20)], predictions);

        Assert.All(predictions, prediction => Assert.InRange(prediction, 1, 5));
    }

    [Fact]
    public void What_cannot_be_trained_on_is_refused()
    {
        var empty = RatingTables.WithoutTimes(2);
        Assert.StartsWith(
            "Training needs at least one rating.",
            Assert.Throws<ArgumentException>(() => new BayesianMatrixFactorizationTrainer(Short)
                .Train(empty, RatingTables.Catalog(2), TestContext.Current.CancellationToken)).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "The catalogue has 3 movies, the matrix 2 columns.",
            Assert.Throws<ArgumentException>(() => new BayesianMatrixFactorizationTrainer(Short)
                .Train(empty, RatingTables.Catalog(3), TestContext.Current.CancellationToken)).Message,
            StringComparison.Ordinal);
        Assert.Throws<OperationCanceledException>(() => new BayesianMatrixFactorizationTrainer(Short).Train(
            RatingTables.WithoutTimes(1, (1, 1, 2f)), RatingTables.Catalog(1), new CancellationToken(canceled: true)));
    }

    [Theory]
    [InlineData(nameof(BayesianMatrixFactorizationOptions.BurnInSweeps), -1, "BurnInSweeps must be at least 0; got -1.")]
    [InlineData(nameof(BayesianMatrixFactorizationOptions.Samples), 0, "Samples must be at least 1; got 0.")]
    [InlineData(nameof(BayesianMatrixFactorizationOptions.SampleInterval), 0, "SampleInterval must be at least 1; got 0.")]
    [InlineData(
        nameof(BayesianMatrixFactorizationOptions.NoiseDegreesOfFreedom), 1, "NoiseDegreesOfFreedom must be at least 2; got 1.")]
    [InlineData(nameof(BayesianMatrixFactorizationOptions.Dimension), 24, "Dimension must be 0, 16 or 32; got 24.")]
    [InlineData(nameof(BayesianMatrixFactorizationOptions.Threads), -2, "Threads must be at least 0; got -2.")]
    public void Options_out_of_range_are_named(string option, int value, string message)
    {
        var options = option switch
        {
            nameof(BayesianMatrixFactorizationOptions.BurnInSweeps) =>
                new BayesianMatrixFactorizationOptions { BurnInSweeps = value },
            nameof(BayesianMatrixFactorizationOptions.Samples) => new BayesianMatrixFactorizationOptions { Samples = value },
            nameof(BayesianMatrixFactorizationOptions.SampleInterval) =>
                new BayesianMatrixFactorizationOptions { SampleInterval = value },
            nameof(BayesianMatrixFactorizationOptions.Dimension) => new BayesianMatrixFactorizationOptions { Dimension = value },
            nameof(BayesianMatrixFactorizationOptions.Threads) => new BayesianMatrixFactorizationOptions { Threads = value },
            _ => new BayesianMatrixFactorizationOptions { NoiseDegreesOfFreedom = value },
        };

        Assert.Equal(message, Assert.Throws<ArgumentException>(() => new BayesianMatrixFactorizationTrainer(options)).Message);
    }

    /// <summary>Movies with an even index are comedies, the others dramas.</summary>
    private static (MovieCatalog Catalog, RatingMatrix Ratings) Planted(int users, int movies, int unrated = 0)
    {
        var catalog = new MovieCatalog(Enumerable.Range(0, movies + unrated)
            .Select(index => new Movie(index + 1, $"Movie {index}", 1980 + (index % 40), [index % 2 == 0 ? "Comedy" : "Drama"])));
        var builder = new RatingMatrixBuilder(catalog, hasTimestamps: false);
        var random = new Random(11);
        for (var user = 0; user < users; user++)
        {
            for (var movie = 0; movie < movies; movie++)
            {
                if (random.Next(8) != 0)
                    continue;
                var liked = user % 2 != movie % 2;
                builder.Add(user, movie + 1, liked ? random.Next(4, 6) : random.Next(1, 4));
            }
        }

        return (catalog, builder.Build());
    }
}
