using Recofilm.Core.Evaluation.Files;

namespace Recofilm.Core.Evaluation.Comparison;

/// <summary>Trains and judges models side by side on the same folds and splits.</summary>
/// <param name="models">The models; each name once.</param>
/// <param name="time">The clock that training is timed with.</param>
/// <param name="threads">How many threads judge; 0 takes one a processor.</param>
public sealed class ModelComparison(IReadOnlyList<EvaluatedModel> models, TimeProvider time, int threads = 0)
{
    /// <summary>Judges every model on everything it can do.</summary>
    /// <param name="data">What to judge on.</param>
    /// <param name="similarity">When given, intra-list similarity is measured with it.</param>
    /// <param name="progress">Receives the share done, 0 to 1.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    public EvaluationReport Run(
        EvaluationData data,
        ItemSimilarity? similarity = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var raters = models.Where(model => model.Rating is not null).ToArray();
        var rankers = models.Where(model => model.Ranking is not null).ToArray();
        var total = (raters.Length * (data.Folds?.Count ?? data.Splits.Count)) + (rankers.Length * data.Splits.Count);
        var done = 0;
        void Advance() => progress?.Report((double)++done / total);

        var rating = new List<(string, RatingResult)>();
        foreach (var model in raters)
            rating.Add((model.Name, JudgeRatings(data, model.Rating!, Advance, cancellationToken)));

        var ranking = new List<SplitReport>();
        foreach (var (name, split) in data.Splits)
        {
            var evaluator = new RankingEvaluator(split, threads);
            var results = new List<(string, RankingResult)>();
            foreach (var model in rankers)
            {
                var trained = model.Ranking!(split, cancellationToken);
                results.Add((model.Name, evaluator.Evaluate(trained, model.Selection, similarity, cancellationToken)));
                Advance();
            }

            ranking.Add(new SplitReport(name, split, results));
        }

        return new EvaluationReport(rating, ranking, data);
    }

    // Cross-validation where there are folds; where a split is given, its train and test parts.
    private RatingResult JudgeRatings(
        EvaluationData data, RatingTraining training, Action advance, CancellationToken cancellationToken)
    {
        var evaluator = new RatingEvaluator(time, threads);
        if (data.Folds is not null)
            return evaluator.Evaluate(data.Ratings, data.Folds, training, advance, cancellationToken);
        var parts = data.Splits
            .Select(part =>
            {
                var result = evaluator.TrainAndTest(part.Split.Train, part.Split.Test, training, cancellationToken);
                advance();
                return result;
            })
            .ToArray();
        return new RatingResult(
            Array.ConvertAll(parts, part => part.Rmse),
            Array.ConvertAll(parts, part => part.Mae),
            Array.ConvertAll(parts, part => part.FitSeconds));
    }
}
