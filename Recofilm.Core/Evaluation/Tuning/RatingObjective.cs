using Recofilm.Core.Catalog;
using Recofilm.Core.Collaborative.Svd;
using Recofilm.Core.Evaluation.Splits;
using Recofilm.Core.Ratings;
using Recofilm.Core.Training;

namespace Recofilm.Core.Evaluation.Tuning;

/// <summary>
/// The rating head on inner folds: for each fold that the evaluation tests on, the next one is predicted from the remaining
/// ones, and the tested fold itself is not looked at. The score is the negative RMSE, averaged over the folds.
/// </summary>
/// <param name="catalog">The movies.</param>
/// <param name="ratings">All ratings.</param>
/// <param name="folds">The folds of the evaluation, at least three.</param>
/// <param name="threads">Threads to predict on; 0 for one a processor.</param>
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
                train, test, (part, token) => new SvdTrainer(options.Svd).Train(part, catalog, token), cancellationToken);
            rmse += result.Rmse / folds.Count;
            mae += result.Mae / folds.Count;
        }

        return new TuningMeasures(-rmse, new SortedDictionary<string, double> { ["rmse"] = rmse, ["mae"] = mae });
    }

    private bool[] Mark(Func<int, bool> keep) => Array.ConvertAll(folds.Folds.ToArray(), fold => keep(fold));
}
