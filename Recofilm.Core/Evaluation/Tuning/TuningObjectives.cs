using Recofilm.Core.Content;
using Recofilm.Core.Evaluation.Files;

namespace Recofilm.Core.Evaluation.Tuning;

/// <summary>How each model is judged while it is tuned: see docs/models.md.</summary>
public static class TuningObjectives
{
    // Pooled next-visit splits; training the hybrid costs so much that it gets fewer.
    private const int Returns = 4;
    private const int HybridReturns = 2;

    // New movies are what the content model is for: others have ratings, which say more.
    private const double NewMovieWeight = 1;

    /// <summary>The objective of a model.</summary>
    /// <param name="model">A name of <see cref="TuningSpace.All"/>.</param>
    /// <param name="data">All data; what the evaluation tests on is not looked at.</param>
    /// <param name="threads">Threads to judge on; 0 for one a processor.</param>
    /// <exception cref="InvalidDataException">The data do not allow it; the message says why.</exception>
    /// <exception cref="ArgumentException">There is no such model.</exception>
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
                data.Ratings, Returns, 0, new CollaborativeTuning(data.Catalog).Train, threads),
            "content" => new RankingObjective(
                data.Ratings, Returns, NewMovieWeight,
                (split, options, token) => new ContentTrainer(options.Content).Train(split.TrainCatalog(data.Catalog), token), threads),
            "hybrid" => new RankingObjective(
                data.Ratings, HybridReturns, 0, new HybridTuning(data.Catalog).Train, threads),
            _ => throw new ArgumentException($"There is no way to tune '{model}'.", nameof(model)),
        };
    }
}
