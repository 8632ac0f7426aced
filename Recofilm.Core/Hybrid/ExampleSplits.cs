using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Hybrid;

/// <summary>
/// The splits inside the training data that give the learned ranking its examples. Each rule of the evaluation is applied several
/// times, each time to the train part of the previous split. Without timestamps, ratings are held back at random.
/// </summary>
internal static class ExampleSplits
{
    /// <summary>Returns the splits that have a user to evaluate.</summary>
    public static IEnumerable<RankingSplit> Of(RatingMatrix ratings, HybridOptions options)
    {
        var sample = UserSample.Of(ratings, options.ExampleRatings);
        return Chains(sample, options).Where(split => split.Train.Count > 0 && !split.Users.IsEmpty);
    }

    private static IEnumerable<RankingSplit> Chains(RatingMatrix sample, HybridOptions options)
    {
        if (!sample.HasTimestamps)
        {
            if (sample.Count < 5)
                yield break;
            for (var repeat = 0; repeat < options.SplitsOfAKind; repeat++)
            {
                var folds = FoldAssignment.Seeded(sample, seed: options.Seed + (ulong)repeat);
                yield return new RankingSplit(folds.TrainOf(sample, 0), folds.TestOf(sample, 0));
            }

            yield break;
        }

        foreach (var split in Chain(sample, InVisitSplit.Of, options).Concat(Chain(sample, NextVisitSplit.Of, options)))
            yield return split;
    }

    private static IEnumerable<RankingSplit> Chain(
        RatingMatrix ratings, Func<RatingMatrix, RankingSplit> rule, HybridOptions options)
    {
        var lists = 0;
        for (var repeat = 0; repeat < options.SplitsOfAKind && lists < options.ListsOfAKind; repeat++)
        {
            var split = rule(ratings);
            yield return split;
            lists += split.Users.Length;
            ratings = split.Train;
        }
    }
}
