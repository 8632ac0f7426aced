using Recofilm.Core.Catalog;
using Recofilm.Core.Fitting;
using Recofilm.Core.Metrics;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Ratings;

namespace Recofilm.Refinement;

/// <summary>
/// Compares a partial training's lists with a full one's, on splits inside the train parts of the protocol: its rules
/// applied several times, each time to what the last left, and several champions, over which a list is averaged.
/// </summary>
/// <param name="options">How models are trained.</param>
/// <param name="catalog">The movies.</param>
internal sealed class PooledDifference(ModelOptions options, MovieCatalog catalog)
{
    private readonly ModelTrainer _trainer = new(options);

    /// <summary>Prints the mean difference over all lists with its 95 % confidence interval.</summary>
    /// <param name="name">Of the rule.</param>
    /// <param name="ratings">What the protocol's rule left as train.</param>
    /// <param name="rule">The rule.</param>
    /// <param name="times">How often it is applied.</param>
    /// <param name="newRatings">How many ratings came after each champion.</param>
    public void Report(string name, RatingMatrix ratings, Func<RatingMatrix, RankingSplit> rule, int times, int[] newRatings)
    {
        List<(int User, double Full, double Difference)> lists = [];
        for (var time = 0; time < times; time++)
        {
            var split = rule(ratings);
            lists.AddRange(Compare(split, newRatings));
            ratings = split.Train;
        }

        var (full, mean) = (lists.Average(list => list.Full), lists.Average(list => list.Difference));

        // A user's lists are not independent: their deviations are summed before they are squared.
        var squares = lists.GroupBy(list => list.User).Sum(user => Math.Pow(user.Sum(list => list.Difference - mean), 2));
        var margin = 1.96 * Math.Sqrt(squares) / lists.Count;
        Console.WriteLine(
            $"hybrid {name}, {lists.Count} lists: full {full:F4}, partial − full {mean:+0.0000;-0.0000} "
            + $"({mean / full:+0.0%;-0.0%}, from {(mean - margin) / full:+0.0%;-0.0%} to {(mean + margin) / full:+0.0%;-0.0%})");
    }

    private IEnumerable<(int User, double Full, double Difference)> Compare(RankingSplit split, int[] newRatings)
    {
        var evaluator = new RankingEvaluator(split);
        var known = split.TrainCatalog(catalog);
        var content = _trainer.TrainContent(known);
        var full = evaluator.Evaluate(_trainer.Train(known, split.Train, content).Hybrid).Ndcg;
        var partial = new double[full.Length];
        foreach (var count in newRatings)
        {
            var champion = _trainer.Train(known, split.Train.Without(newest: count), content);
            var ndcg = evaluator.Evaluate(_trainer.Refine(known, split.Train, content, champion).Hybrid).Ndcg;
            for (var list = 0; list < partial.Length; list++)
                partial[list] += ndcg[list] / newRatings.Length;
        }

        var users = split.Users.ToArray();
        return users.Select((user, list) => (user, full[list], partial[list] - full[list]));
    }
}
