using System.Globalization;
using Recofilm.Core.Catalog;
using Recofilm.Core.Datasets.MovieLens;
using Recofilm.Core.Metrics;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Ratings;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.RatingPrediction;

/// <summary>MovieLens' small set with the published fold of every rating, when the checkout has the data beside it.</summary>
internal sealed record MovieLensFolds(MovieCatalog Catalog, RatingMatrix Ratings, FoldAssignment Folds)
{
    public const string Missing = "shared/data/ml-latest-small is not beside the checkout.";

    private static readonly Lazy<MovieLensFolds?> Loaded = new(Read);

    /// <summary>The data, or <see langword="null"/> when it is not there.</summary>
    public static MovieLensFolds? Load() => Loaded.Value;

    /// <summary>The ratings outside a fold.</summary>
    public RatingMatrix TrainingOf(int fold) => Folds.TrainOf(Ratings, fold);

    /// <summary>Trains without a fold and predicts it.</summary>
    public (double Rmse, double Mae) Test(int fold, RatingTraining training)
    {
        var (rmse, mae, _) = new RatingEvaluator(TimeProvider.System, threads: 2).TrainAndTest(
            TrainingOf(fold), Folds.TestOf(Ratings, fold), training, TestContext.Current.CancellationToken);
        return (rmse, mae);
    }

    private static MovieLensFolds? Read()
    {
        if (MovieLens.Folder is not { } folder)
            return null;
        var data = MovieLensFiles.Read(folder);
        var ratings = data.Ratings;
        var positions = new Dictionary<(int User, int Item), int>();
        for (var user = 0; user < ratings.UserCount; user++)
        {
            for (var position = ratings.RowStarts[user]; position < ratings.RowStarts[user + 1]; position++)
                positions[(ratings.UserIds[user], ratings.Items[position])] = position;
        }

        var folds = new int[ratings.Count];
        var file = Path.Combine(folder, "..", "..", "evaluation", "ml-latest-small-kfold5.csv");
        foreach (var line in File.ReadLines(file).Skip(1))
        {
            var fields = line.Split(',').Select(field => double.Parse(field, CultureInfo.InvariantCulture)).ToArray();
            data.Catalog.TryGetIndex((int)fields[1], out var item);
            folds[positions[((int)fields[0], item)]] = (int)fields[^1];
        }

        return new MovieLensFolds(data.Catalog, ratings, new FoldAssignment(folds));
    }
}
