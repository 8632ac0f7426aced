using Recofilm.Core.Catalog;
using Recofilm.Core.Fitting;
using Recofilm.Core.Metrics;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.RatingPrediction;
using Recofilm.Core.Ratings;

namespace Recofilm.Lab.Tuning;

/// <summary>
/// Measures the rating head on inner folds. For each fold that the evaluation tests, the next fold is predicted from the
/// remaining ones, and the tested fold is not read. The score is the negative RMSE, averaged over the folds.
/// </summary>
/// <param name="catalog">The movies.</param>
/// <param name="ratings">All ratings.</param>
/// <param name="folds">The folds of the evaluation, at least three.</param>
/// <param name="threads">The number of threads that predict; 0 takes one per processor.</param>
internal sealed class RatingObjective(MovieCatalog catalog, RatingMatrix ratings, FoldAssignment folds, int threads)
    : ITuningObjective
{
    /// <inheritdoc/>
    public TuningMeasures Measure(ModelOptions options, CancellationToken cancellationToken)
    {
        var evaluator = new RatingEvaluator(TimeProvider.System, threads);
        double rmse = 0, mae = 0;
        for (var tested = 0; tested < folds.Count; tested++)
        {
            var predicted = (tested + 1) % folds.Count;
            var train = ratings.Where(Mark(fold => fold != tested && fold != predicted));
            var test = ratings.Where(Mark(fold => fold == predicted));
            var result = evaluator.TrainAndTest(
                train, test, (part, token) => new BayesianMatrixFactorizationTrainer(options.Svd).Train(part, catalog, token),
                cancellationToken);
            rmse += result.Rmse / folds.Count;
            mae += result.Mae / folds.Count;
        }

        return new TuningMeasures(-rmse, new SortedDictionary<string, double> { ["rmse"] = rmse, ["mae"] = mae });
    }

    private bool[] Mark(Func<int, bool> keep) => Array.ConvertAll(folds.Folds.ToArray(), fold => keep(fold));
}
