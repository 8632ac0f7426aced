using Recofilm.Core.Fitting;
using Recofilm.Core.Metrics;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Models;

namespace Recofilm.Core.Training;

/// <summary>Evaluates models on one split, alone and against others, user by user.</summary>
internal sealed class SplitEvaluator(string name, RankingSplit split, int threads, CancellationToken cancellationToken)
{
    private readonly RankingEvaluator _lists = new(split, threads);
    private readonly RatingEvaluator _ratings = new(TimeProvider.System, threads);
    private readonly Dictionary<string, double[]> _ndcg = [];

    /// <summary>Measures a candidate.</summary>
    /// <param name="models">The models, fitted to the split's train part.</param>
    /// <param name="metrics">Receives the figures.</param>
    /// <param name="ratingsToo">Whether to measure predicted ratings on this split.</param>
    public void Measure(ModelSet models, SortedDictionary<string, double> metrics, bool ratingsToo)
    {
        if (ratingsToo)
        {
            (metrics["svd_rmse"], metrics["svd_mae"], _) =
                _ratings.TrainAndTest(split.Train, split.Test, (_, _) => models.Svd, cancellationToken);
        }

        MeasureLists("collaborative", models.Collaborative, metrics);
        MeasureLists("hybrid", models.Hybrid, metrics);
        MeasureLists("popularity", models.Popularity, metrics);
    }

    /// <summary>Compares the measured candidate with a champion that has not seen the split's test part either.</summary>
    public IEnumerable<MeasureComparison> Compare(ModelSet candidate, TranslatedModels champion, bool ratingsToo)
    {
        if (ratingsToo)
            yield return CompareRatings(candidate.Svd, champion);
        yield return CompareLists("collaborative", champion.Collaborative);
        yield return CompareLists("hybrid", champion.Hybrid);
    }

    private void MeasureLists(string model, IRankingModel ranking, SortedDictionary<string, double> metrics)
    {
        var result = _lists.Evaluate(ranking, cancellationToken: cancellationToken);
        _ndcg[model] = result.Ndcg;
        metrics[$"{model}_{name}_ndcg"] = result.MeanNdcg.Mean;
        metrics[$"{model}_{name}_ndcg_se"] = result.MeanNdcg.StandardError;
        metrics[$"{model}_{name}_recall"] = result.MeanRecall.Mean;
        metrics[$"{model}_{name}_coverage"] = result.Coverage;
    }

    private MeasureComparison CompareLists(string model, IRankingModel champion)
    {
        var earlier = _lists.Evaluate(champion, cancellationToken: cancellationToken).Ndcg;
        var candidate = _ndcg[model];
        var difference = MeanEstimate.Of([.. candidate.Zip(earlier, (now, before) => now - before)]);
        return new MeasureComparison(
            $"{model}_{name}{MeasureComparison.Ndcg}", MeanEstimate.Of(candidate).Mean, MeanEstimate.Of(earlier).Mean,
            difference.StandardError);
    }

    // Compares on the ratings of movies that both models know. The errors of a user are correlated, so the sampling unit is the
    // user: the difference of mean squared errors is a ratio of sums over users, and the delta method gives that of the roots.
    private MeasureComparison CompareRatings(IRatingModel candidate, TranslatedModels champion)
    {
        var test = champion.Known(split.Test);
        var now = _ratings.Test(split.Train, test, candidate, cancellationToken);
        var before = _ratings.Test(split.Train, test, champion, cancellationToken);
        var count = Math.Max(1.0, test.Count);
        var (rmse, earlier) = (Rmse(now), Rmse(before));
        var meanDifference = (rmse * rmse) - (earlier * earlier);
        var residuals = now.Zip(before, (mine, its) => mine.Squared - its.Squared - (mine.Count * meanDifference));
        var users = Math.Max(2, now.Count(user => user.Count > 0));
        var error = Math.Sqrt(residuals.Sum(residual => residual * residual) * users / (users - 1.0)) / count;
        return new MeasureComparison(
            $"svd{MeasureComparison.Rmse}", rmse, earlier, rmse + earlier > 0 ? error / (rmse + earlier) : 0);

        double Rmse(RatingErrors[] users) => Math.Sqrt(users.Sum(user => user.Squared) / count);
    }
}
