using Recofilm.Core.Catalog;
using Recofilm.Core.Fitting;
using Recofilm.Core.Metrics;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Training;

/// <summary>
/// Measures a candidate for the gate: fits models to a part of the ratings and evaluates them on the rest. Uses both splits of
/// the evaluation protocol with timestamps, and a random fifth of the ratings without. Evaluates the champion on the same
/// rest, with the models that were measured in its training.
/// </summary>
/// <param name="options">The limit on ratings and the number of threads.</param>
public sealed class ModelEvaluation(TrainingOptions options)
{
    /// <summary>The name of the split of data without times.</summary>
    internal const string RandomSplit = "random";

    /// <summary>Fits the candidate's models to each split and measures them.</summary>
    /// <param name="catalog">The movies.</param>
    /// <param name="ratings">All ratings.</param>
    /// <param name="fit">Fits models to the train part of the named split, in the same way as the models to be published.</param>
    /// <param name="champion">The champion's evaluated models by split; empty when there are none.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    public EvaluatedCandidate Measure(
        MovieCatalog catalog, RatingMatrix ratings, Func<string, RankingSplit, ModelSet> fit,
        IReadOnlyDictionary<string, ModelSet> champion, CancellationToken cancellationToken)
    {
        var metrics = new SortedDictionary<string, double>(StringComparer.Ordinal);
        var models = new Dictionary<string, ModelSet>();
        var paired = new List<MeasureComparison>();
        var sample = UserSample.Of(ratings, options.EvaluationRatings);
        foreach (var (name, split) in SplitsOf(sample))
        {
            // There is too little data to hold any back, so nothing is measured or compared on this split.
            if (split.Train.Count == 0 || split.Users.IsEmpty)
                continue;
            var fitted = fit(name, split);
            var judge = new SplitEvaluator(name, split, options.Threads, cancellationToken);
            judge.Measure(fitted, metrics, ratingsToo: models.Count == 0);

            // An earlier random split may have shown the champion ratings that this one holds back.
            if (name != RandomSplit && champion.GetValueOrDefault(name) is { } earlier)
                paired.AddRange(judge.Compare(fitted, new TranslatedModels(earlier, catalog), ratingsToo: models.Count == 0));
            models.Add(name, fitted);
        }

        return new EvaluatedCandidate(metrics, models, paired);
    }

    /// <summary>Splits the ratings; the split on which ratings are predicted comes first.</summary>
    internal static IEnumerable<(string Name, RankingSplit Split)> SplitsOf(RatingMatrix ratings)
    {
        if (ratings.HasTimestamps)
        {
            yield return ("in_visit", InVisitSplit.Of(ratings));
            yield return ("next_visit", NextVisitSplit.Of(ratings));
        }
        else if (ratings.Count >= EvaluationProtocol.Folds)
        {
            var folds = FoldAssignment.Seeded(ratings);
            yield return (RandomSplit, new RankingSplit(folds.TrainOf(ratings, 0), folds.TestOf(ratings, 0)));
        }
    }
}
