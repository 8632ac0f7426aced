using Recofilm.Core.Catalog;
using Recofilm.Core.Evaluation;
using Recofilm.Core.Evaluation.Splits;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Training;

/// <summary>
/// Measures what the gate compares: models fitted to a part of the ratings, judged on the rest. With timestamps both splits
/// of the evaluation protocol; without, a fifth of the ratings drawn at random. The champion is judged on the same rest, by
/// the models that were measured when it was trained.
/// </summary>
/// <param name="options">How much is evaluated, and on how many threads.</param>
public sealed class ModelEvaluation(TrainingOptions options)
{
    /// <summary>The split of data without times.</summary>
    internal const string RandomSplit = "random";

    /// <summary>Fits and measures.</summary>
    /// <param name="catalog">The movies.</param>
    /// <param name="ratings">All ratings.</param>
    /// <param name="fit">Fits models to the train part of the split of this name, as those to be published were fitted.</param>
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
            // Too little data to hold anything back: what cannot be measured is not compared.
            if (split.Train.Count == 0 || split.Users.IsEmpty)
                continue;
            var fitted = fit(name, split);
            var judge = new SplitJudge(name, split, options.Threads, cancellationToken);
            judge.Measure(fitted, metrics, ratingsToo: models.Count == 0);

            // A draw of another day may have shown the champion what this one holds back.
            if (name != RandomSplit && champion.GetValueOrDefault(name) is { } earlier)
                paired.AddRange(judge.Compare(fitted, new TranslatedModels(earlier, catalog), ratingsToo: models.Count == 0));
            models.Add(name, fitted);
        }

        return new EvaluatedCandidate(metrics, models, paired);
    }

    /// <summary>What is held back from ratings, by the name of the split, the one on which ratings are predicted first.</summary>
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
