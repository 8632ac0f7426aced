using System.Numerics.Tensors;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Hybrid;

/// <summary>
/// The splits inside the training data that give the learned ranking its examples. In-visit and next-visit are applied several
/// times, each time to the train part of the previous split. New users and cuts in time follow, because users with a few ratings,
/// and models without a future, are in neither of the two. Without timestamps, ratings are held back at random.
/// </summary>
internal static class ExampleSplits
{
    /// <summary>Returns the splits that have a user to evaluate, with the number of their kind.</summary>
    public static IEnumerable<(int Kind, RankingSplit Split)> Of(RatingMatrix ratings, HybridOptions options)
    {
        var sample = UserSample.Of(ratings, options.ExampleRatings);
        var kinds = sample.HasTimestamps
            ? [Chain(sample, InVisitSplit.Of, options), Chain(sample, NextVisitSplit.Of, options)]
            : (IEnumerable<RankingSplit>[])[Folds(sample, options)];
        return kinds.Append(NewUsers(sample, options)).Append(Cuts(sample, options))
            .SelectMany((splits, kind) => Enough(splits, options).Select(split => (Kind: kind, Split: split)))
            .Where(example => example.Split.Train.Count > 0 && !example.Split.Users.IsEmpty);
    }

    private static IEnumerable<RankingSplit> Enough(IEnumerable<RankingSplit> kind, HybridOptions options)
    {
        var lists = 0;
        foreach (var split in kind)
        {
            yield return split;
            if ((lists += split.Users.Length) >= options.ListsOfAKind)
                yield break;
        }
    }

    private static IEnumerable<RankingSplit> Chain(
        RatingMatrix ratings, Func<RatingMatrix, RankingSplit> rule, HybridOptions options)
    {
        for (var repeat = 0; repeat < options.SplitsOfAKind; repeat++)
        {
            var split = rule(ratings);
            yield return split;
            ratings = split.Train;
        }
    }

    private static IEnumerable<RankingSplit> Folds(RatingMatrix sample, HybridOptions options)
    {
        if (sample.Count < 5)
            yield break;
        for (var repeat = 0; repeat < options.SplitsOfAKind; repeat++)
        {
            var folds = FoldAssignment.Seeded(sample, seed: options.Seed + (ulong)repeat);
            yield return new RankingSplit(folds.TrainOf(sample, 0), folds.TestOf(sample, 0));
        }
    }

    private static IEnumerable<RankingSplit> NewUsers(RatingMatrix sample, HybridOptions options) => Enumerable
        .Range(1, options.NewUserSplits).Select(repeat => NewUsersSplit.Of(sample, options.Seed + (ulong)repeat));

    // The latest cut comes first, because its train part is the largest. All cuts lie in the second half of the time.
    private static IEnumerable<RankingSplit> Cuts(RatingMatrix sample, HybridOptions options)
    {
        if (!sample.HasTimestamps || sample.Count == 0)
            yield break;
        var first = TensorPrimitives.Min(sample.Timestamps);
        var span = TensorPrimitives.Max(sample.Timestamps) - first;
        for (var cut = options.TimeSplits - 1; cut >= 0; cut--)
            yield return TimeSplit.At(sample, first + (span * (options.TimeSplits + cut) / (2 * options.TimeSplits)));
    }
}
