using Recofilm.Core.Fitting;
using Recofilm.Core.Metrics;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Models;
using Recofilm.Core.Ratings;
using Recofilm.Lab.Files;

namespace Recofilm.Lab.Tuning;

/// <summary>Trains a model with given options on the train part of a split.</summary>
/// <param name="split">The split.</param>
/// <param name="options">The options of the training.</param>
/// <param name="cancellationToken">Stops the training.</param>
internal delegate IRankingModel TunedTraining(RankingSplit split, ModelOptions options, CancellationToken cancellationToken);

/// <summary>
/// Measures lists by the rules of the evaluation, each applied once more inside its train part. Few users return, so the
/// next-visit rule is applied several times, each time to the train part of the previous split, and the users are pooled. Cuts in
/// time are made before the first cut of the evaluation. The score is the weighted sum of the NDCGs and, if their weight is above
/// 0, of the NDCGs among movies without ratings.
/// </summary>
/// <param name="ratings">All ratings, with timestamps.</param>
/// <param name="returns">The number of applications of the next-visit rule, at least one.</param>
/// <param name="cuts">The largest number of cuts in time; the last ones are taken.</param>
/// <param name="newMovieWeight">The weight of the NDCG among movies without ratings.</param>
/// <param name="train">Trains the model.</param>
/// <param name="threads">The number of threads that evaluate; 0 takes one per processor.</param>
internal sealed class RankingObjective(
    RatingMatrix ratings, int returns, int cuts, double newMovieWeight, TunedTraining train, int threads) : ITuningObjective
{
    private readonly RankingSplit[] _visits = [InVisitSplit.Of(InVisitSplit.Of(ratings).Train)];
    private readonly RankingSplit[] _returns = [.. Chain(NextVisitSplit.Of(ratings).Train).Take(returns)];

    private readonly RankingSplit[] _newUsers = [NewUsersSplit.Of(NewUsersSplit.Of(ratings).Train, seed: 2)];

    private readonly RankingSplit[] _cuts = [.. TimeSplit.Of(BeforeFirstCut(ratings)).TakeLast(cuts)];

    /// <inheritdoc/>
    public TuningMeasures Measure(ModelOptions options, CancellationToken cancellationToken)
    {
        var values = new SortedDictionary<string, double>(StringComparer.Ordinal);
        var byUser = new Dictionary<string, double[]>();
        double score = 0;
        Judge(SplitRule.InVisit.Name, _visits);
        Judge(SplitRule.NextVisit.Name, _returns);
        Judge(SplitRule.NewUsers.Name, _newUsers);
        if (_cuts.Length > 0)
            Judge(SplitRule.Time.Name, _cuts);
        return new TuningMeasures(score, values, byUser);

        void Judge(string name, RankingSplit[] splits)
        {
            List<double> ndcg = [], newMovies = [];
            foreach (var split in splits)
            {
                var result = new RankingEvaluator(split, threads)
                    .Evaluate(train(split, options, cancellationToken), cancellationToken: cancellationToken);
                ndcg.AddRange(result.Ndcg);
                newMovies.AddRange(result.ColdNdcg);
            }

            Add($"{name}_ndcg", 1, [.. ndcg]);
            if (newMovieWeight > 0)
                Add($"{name}_new_movies_ndcg", newMovieWeight, [.. newMovies]);
        }

        void Add(string measure, double weight, double[] users)
        {
            byUser[measure] = users;
            values[measure] = MeanEstimate.Of(users).Mean;
            score += weight * values[measure];
        }
    }

    private static RatingMatrix BeforeFirstCut(RatingMatrix ratings)
    {
        var first = TimeSplit.CutsOf(ratings)[0];
        return ratings.Where(Array.ConvertAll(ratings.Timestamps.ToArray(), time => time < first));
    }

    private static IEnumerable<RankingSplit> Chain(RatingMatrix ratings)
    {
        while (ratings.Count > 0 && NextVisitSplit.Of(ratings) is var split && !split.Users.IsEmpty)
        {
            yield return split;
            ratings = split.Train;
        }
    }
}
