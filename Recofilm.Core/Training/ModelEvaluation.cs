using Recofilm.Core.Catalog;
using Recofilm.Core.Collaborative;
using Recofilm.Core.Content;
using Recofilm.Core.Evaluation;
using Recofilm.Core.Evaluation.Splits;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Training;

/// <summary>
/// Measures what the gate compares: models fitted to a part of the ratings, judged on the rest. With timestamps both splits
/// of the evaluation protocol; without, a fifth of the ratings drawn at random.
/// </summary>
/// <param name="trainer">Fits the models to be judged as the published ones are fitted.</param>
/// <param name="options">How much is evaluated, and on how many threads.</param>
public sealed class ModelEvaluation(ModelTrainer trainer, TrainingOptions options)
{
    /// <summary>Fits and measures.</summary>
    /// <param name="catalog">The movies.</param>
    /// <param name="ratings">All ratings.</param>
    /// <param name="content">The content model of the catalogue, which no rating changes.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    /// <returns>Metrics by the names of <see cref="Artifacts.ModelManifest.Metrics"/>; none where nothing can be measured.</returns>
    public SortedDictionary<string, double> Measure(
        MovieCatalog catalog, RatingMatrix ratings, ContentModel content, CancellationToken cancellationToken)
    {
        var metrics = new SortedDictionary<string, double>(StringComparer.Ordinal);
        var sample = UserSample.Of(ratings, options.EvaluationRatings);
        foreach (var (name, split) in SplitsOf(sample))
        {
            // Too little data to hold anything back: what cannot be measured is not compared.
            if (split.Train.Count == 0 || split.Users.IsEmpty)
                continue;
            var fitted = trainer.Train(catalog, split.Train, content, cancellationToken);
            if (metrics.Count == 0)
                MeasureRatings(split, fitted, metrics, cancellationToken);
            var evaluator = new RankingEvaluator(split, options.Threads);
            MeasureLists("collaborative", name, evaluator, fitted.Collaborative, metrics, cancellationToken);
            MeasureLists("hybrid", name, evaluator, fitted.Hybrid, metrics, cancellationToken);
            MeasureLists("popularity", name, evaluator, fitted.Popularity, metrics, cancellationToken);
        }

        return metrics;
    }

    private static IEnumerable<(string Name, RankingSplit Split)> SplitsOf(RatingMatrix ratings)
    {
        if (ratings.HasTimestamps)
        {
            yield return ("in_visit", InVisitSplit.Of(ratings));
            yield return ("next_visit", NextVisitSplit.Of(ratings));
        }
        else if (ratings.Count >= EvaluationProtocol.Folds)
        {
            var folds = FoldAssignment.Seeded(ratings);
            yield return ("random", new RankingSplit(folds.TrainOf(ratings, 0), folds.TestOf(ratings, 0)));
        }
    }

    private void MeasureRatings(
        RankingSplit split, ModelSet fitted, SortedDictionary<string, double> metrics, CancellationToken cancellationToken)
    {
        var (rmse, mae, _) = new RatingEvaluator(TimeProvider.System, options.Threads)
            .TrainAndTest(split.Train, split.Test, (_, _) => fitted.Svd, cancellationToken);
        metrics["svd_rmse"] = rmse;
        metrics["svd_mae"] = mae;
    }

    private static void MeasureLists(
        string model, string split, RankingEvaluator evaluator, IRankingModel ranking,
        SortedDictionary<string, double> metrics, CancellationToken cancellationToken)
    {
        var result = evaluator.Evaluate(ranking, cancellationToken: cancellationToken);
        metrics[$"{model}_{split}_ndcg"] = result.MeanNdcg.Mean;
        metrics[$"{model}_{split}_ndcg_se"] = result.MeanNdcg.StandardError;
        metrics[$"{model}_{split}_recall"] = result.MeanRecall.Mean;
        metrics[$"{model}_{split}_coverage"] = result.Coverage;
    }
}
