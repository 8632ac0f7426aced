using Recofilm.Core.Datasets.MovieLens;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.RatingPrediction;
using Recofilm.Core.RatingPrediction.Features;
using Recofilm.Core.Ratings;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.RatingPrediction;

public class BayesianMatrixFactorizationQualityTests
{
    /// <summary>A short chain: enough to tell what helps from what does not.</summary>
    private static readonly BayesianMatrixFactorizationOptions Short = new() { BurnInSweeps = 20, Samples = 10, Threads = 2 };

    [Fact]
    public void MovieLens_is_predicted_as_well_as_documented()
    {
        var data = MovieLensFolds.Load();
        Assert.SkipWhen(data is null, MovieLensFolds.Missing);

        var folds = Enumerable.Range(0, data.Folds.Count)
            .Select(fold => data.Test(
                fold,
                (train, cancellation) => new BayesianMatrixFactorizationTrainer(new BayesianMatrixFactorizationOptions())
                    .Train(train, data.Catalog, cancellation)))
            .ToArray();

        Assert.InRange(folds.Average(fold => fold.Rmse), 0.78, 0.796);
        Assert.InRange(folds.Average(fold => fold.Mae), 0.59, 0.607);
    }

    [Fact]
    public void The_gain_of_side_information_is_gone_when_movies_exchange_theirs()
    {
        var data = MovieLensFolds.Load();
        Assert.SkipWhen(data is null, MovieLensFolds.Missing);
        var order = Enumerable.Range(0, data.Catalog.Count).ToArray();
        new Random(5).Shuffle(order);

        var right = data.Test(
            0, (train, cancellation) => new BayesianMatrixFactorizationTrainer(Short).Train(train, data.Catalog, cancellation));
        var exchanged = data.Test(0, (train, cancellation) => new BayesianMatrixFactorizationTrainer(Short).Train(
            train, ItemFeatures.Build(data.Catalog, train.Columns.Lists).Permute(order), cancellation));

        Assert.InRange(right.Rmse, 0.78, 0.815);
        Assert.InRange(exchanged.Rmse, 0.83, 0.87);
    }

    [Fact]
    public async Task Shuffled_ratings_are_predicted_no_better_than_by_a_constant()
    {
        var data = MovieLensFiles.Read(
            await MovieLens.FolderOrSampleAsync(), cancellationToken: TestContext.Current.CancellationToken);
        var values = data.Ratings.Ratings.ToArray();
        new Random(6).Shuffle(values);
        var builder = new RatingMatrixBuilder(data.Catalog, hasTimestamps: false, values.Length);
        for (var user = 0; user < data.Ratings.UserCount; user++)
        {
            for (var position = data.Ratings.RowStarts[user]; position < data.Ratings.RowStarts[user + 1]; position++)
                builder.Add(user, data.Catalog[data.Ratings.Items[position]].MovieId, values[position]);
        }

        var shuffled = builder.Build();
        var all = shuffled.Ratings.ToArray();
        var mean = all.Average();
        var deviation = Math.Sqrt(all.Average(rating => (rating - mean) * (rating - mean)));
        var folds = FoldAssignment.Seeded(shuffled);
        var (rmse, _) = new MovieLensFolds(data.Catalog, shuffled, folds)
            .Test(0, (train, cancellation) =>
                new BayesianMatrixFactorizationTrainer(Short).Train(train, data.Catalog, cancellation));

        Assert.InRange(rmse, deviation - 0.01, deviation + 0.02);
    }
}
