using Recofilm.Core.Content;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Lab.Files;

namespace Recofilm.Lab.Tuning;

/// <summary>The tuning objective of each model; docs/models.md describes them.</summary>
public static class TuningObjectives
{
    // Pooled next-visit splits and cuts in time; training the hybrid costs so much that it gets fewer.
    private const int Returns = 4;
    private const int HybridReturns = 2;
    private const int Cuts = TimeSplit.Cuts;
    private const int HybridCuts = 4;

    // The purpose of the content model is new movies; other movies have ratings, which are more informative.
    private const double NewMovieWeight = 1;

    /// <summary>Returns the objective of a model.</summary>
    /// <param name="model">A name of <see cref="TuningSpace.All"/>.</param>
    /// <param name="data">All data; the objective does not read the evaluation's test parts.</param>
    /// <param name="threads">The number of threads that evaluate; 0 takes one per processor.</param>
    /// <exception cref="InvalidDataException">The data do not allow it; the message says why.</exception>
    /// <exception cref="ArgumentException">The model is unknown.</exception>
    public static ITuningObjective For(string model, EvaluationData data, int threads)
    {
        if (model == "svd")
        {
            return data.Folds is { Count: >= 3 } folds
                ? new RatingObjective(data.Catalog, data.Ratings, folds, threads)
                : throw new InvalidDataException("Tuning inside the training folds needs at least three folds.");
        }

        if (!data.Ratings.HasTimestamps)
            throw new InvalidDataException("The ratings have no timestamps: lists cannot be tuned on visits.");
        return model switch
        {
            "collaborative" => new RankingObjective(
                data.Ratings, Returns, Cuts, 0, new CollaborativeTuning(data.Catalog).Train, threads),
            "content" => new RankingObjective(
                data.Ratings, Returns, Cuts, NewMovieWeight,
                (split, options, token) => new ContentTrainer(options.Content).Train(split.TrainCatalog(data.Catalog), token),
                threads),
            "hybrid" => new RankingObjective(
                data.Ratings, HybridReturns, HybridCuts, 0, new HybridTuning(data.Catalog).Train, threads),
            _ => throw new ArgumentException($"There is no way to tune '{model}'.", nameof(model)),
        };
    }
}
