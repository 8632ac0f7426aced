using Recofilm.Core.Collaborative;
using Recofilm.Core.Evaluation.Files;
using Recofilm.Core.Evaluation.Splits;
using Recofilm.Core.Ratings;
using Recofilm.Core.Training;

namespace Recofilm.Core.Evaluation.Tuning;

/// <summary>Trains a model with given options on the train part of a split.</summary>
/// <param name="split">The split.</param>
/// <param name="options">How.</param>
/// <param name="cancellationToken">Stops the training.</param>
internal delegate IRankingModel TunedTraining(RankingSplit split, ModelOptions options, CancellationToken cancellationToken);

/// <summary>
/// Lists on the rules of the evaluation, each applied once more inside its train part. Few users come back, so the
/// next-visit rule is applied several times, each time to what the last left as train, and the users are pooled. The score
/// is the sum of both NDCGs and, where asked for, of both NDCGs among movies without ratings, weighted.
/// </summary>
/// <param name="ratings">All ratings, with times.</param>
/// <param name="returns">How often the next-visit rule is applied, at least once.</param>
/// <param name="newMovieWeight">Weight of the NDCG among movies without ratings.</param>
/// <param name="train">Trains the model.</param>
/// <param name="threads">Threads to judge on; 0 for one a processor.</param>
internal sealed class RankingObjective(
    RatingMatrix ratings, int returns, double newMovieWeight, TunedTraining train, int threads) : ITuningObjective
{
    private readonly RankingSplit[] _visits = [InVisitSplit.Of(InVisitSplit.Of(ratings).Train)];
    private readonly RankingSplit[] _returns = [.. Chain(NextVisitSplit.Of(ratings).Train).Take(returns)];

    /// <inheritdoc/>
    public TuningMeasures Measure(ModelOptions options, CancellationToken cancellationToken)
    {
        var values = new SortedDictionary<string, double>(StringComparer.Ordinal);
        var byUser = new Dictionary<string, double[]>();
        double score = 0;
        Judge(EvaluationData.InVisit, _visits);
        Judge(EvaluationData.NextVisit, _returns);
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
            values[measure] = Estimate.Of(users).Mean;
            score += weight * values[measure];
        }
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
