using Recofilm.Core.Metrics;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Lab.Files;

namespace Recofilm.Lab.Comparison;

/// <summary>Trains and evaluates models on the same folds and splits.</summary>
/// <param name="models">The models; each name occurs once.</param>
/// <param name="time">The clock that measures the duration of a training.</param>
/// <param name="threads">The number of threads that evaluate; 0 takes one for each processor.</param>
public sealed class ModelComparison(IReadOnlyList<EvaluatedModel> models, TimeProvider time, int threads = 0)
{
    /// <summary>Evaluates every model on ratings, on lists, or on both, according to what it can be trained for.</summary>
    /// <param name="data">The data on which the models are evaluated.</param>
    /// <param name="similarity">Measures intra-list similarity, which is left out when this is <see langword="null"/>.</param>
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
        var cuts = data.Splits.Sum(split => split.Cuts.Count);
        var total = (raters.Length * (data.Folds?.Count ?? cuts)) + (rankers.Length * cuts);
        var done = 0;
        void Advance() => progress?.Report((double)++done / total);

        var rating = new List<(string, RatingResult)>();
        foreach (var model in raters)
            rating.Add((model.Name, JudgeRatings(data, model.Rating!, Advance, cancellationToken)));

        var ranking = new List<SplitReport>();
        foreach (var split in data.Splits.Where(split => split.Cuts.Count > 0))
        {
            var results = rankers.Select(_ => new List<RankingResult>()).ToArray();
            foreach (var cut in split.Cuts)
                JudgeLists(cut, rankers, results, similarity, Advance, cancellationToken);
            var items = split.Cuts.Max(cut => new RankingEvaluator(cut).Candidates);
            ranking.Add(new SplitReport(
                split, [.. rankers.Zip(results, (model, parts) => (model.Name, RankingResult.Pool(parts, items)))]));
        }

        return new EvaluationReport(rating, ranking, data);
    }

    private void JudgeLists(
        RankingSplit cut, EvaluatedModel[] rankers, List<RankingResult>[] results, ItemSimilarity? similarity, Action advance,
        CancellationToken cancellationToken)
    {
        var evaluator = new RankingEvaluator(cut, threads);
        foreach (var (place, model) in rankers.Index())
        {
            var trained = model.Ranking!(cut, cancellationToken);
            results[place].Add(evaluator.Evaluate(trained, model.Selection, similarity, cancellationToken));
            advance();
        }
    }

    // Cross-validates when the data has folds; otherwise trains and tests on the parts of the given split.
    private RatingResult JudgeRatings(
        EvaluationData data, RatingTraining training, Action advance, CancellationToken cancellationToken)
    {
        var evaluator = new RatingEvaluator(time, threads);
        if (data.Folds is not null)
            return evaluator.Evaluate(data.Ratings, data.Folds, training, advance, cancellationToken);
        var parts = data.Splits
            .SelectMany(part => part.Cuts)
            .Select(cut =>
            {
                var result = evaluator.TrainAndTest(cut.Train, cut.Test, training, cancellationToken);
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
