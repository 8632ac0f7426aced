using System.Buffers;
using Recofilm.Core.Collaborative;
using Recofilm.Core.Evaluation.Splits;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Hybrid;

/// <summary>
/// Learns how to combine members: holds ratings back by the rules of the evaluation, trains the members on the rest, and
/// fits the forest to what the users then came to like. The members that serve are trained on everything.
/// </summary>
/// <param name="options">How; checked at once.</param>
/// <param name="train">
/// Trains members on the train part of a split, without looking at what was rated or tagged later, as the ones that serve were
/// trained.
/// </param>
/// <exception cref="ArgumentException">An option is out of its range.</exception>
public sealed class HybridTrainer(HybridOptions options, Func<RankingSplit, CancellationToken, HybridMembers> train)
{
    private const int SideOfLists = 104;

    private readonly HybridOptions _options = Checked(options);

    /// <summary>Told how training goes on.</summary>
    public TrainingObserver? Observer { get; init; }

    /// <summary>Trains. The same input gives the same model for any number of threads.</summary>
    /// <param name="members">The members that will serve, trained on <paramref name="ratings"/>.</param>
    /// <param name="ratings">All ratings.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <exception cref="OperationCanceledException">The training was stopped.</exception>
    public HybridModel Train(HybridMembers members, RatingMatrix ratings, CancellationToken cancellationToken) =>
        Fit(members, ExamplesOf(ratings, cancellationToken), cancellationToken);

    /// <summary>Makes the lists that the forest is fitted to, for which members are trained several times.</summary>
    /// <param name="ratings">All ratings.</param>
    /// <param name="cancellationToken">Stops.</param>
    internal RankingExamples ExamplesOf(RatingMatrix ratings, CancellationToken cancellationToken)
    {
        var examples = new RankingExamples(CandidateFeatures.Count);
        foreach (var split in ExampleSplits.Of(ratings, _options))
            AddExamples(examples, split, train(split, cancellationToken), Parallelism(cancellationToken));
        return examples;
    }

    /// <summary>Fits the forest.</summary>
    /// <param name="members">The members that will serve.</param>
    /// <param name="examples">From <see cref="ExamplesOf"/>.</param>
    /// <param name="cancellationToken">Stops.</param>
    internal HybridModel Fit(HybridMembers members, RankingExamples examples, CancellationToken cancellationToken)
    {
        var forest = examples.ListCount == 0
            ? new RankingForest(_options.Forest.Depth, [], [], [])
            : new ForestTrainer(_options.Forest, _options.Seed, Parallelism(cancellationToken)).Train(examples, Observer);
        return new HybridModel(members, forest, _options.Candidates);
    }

    private ParallelOptions Parallelism(CancellationToken cancellationToken) => new()
    {
        CancellationToken = cancellationToken,
        MaxDegreeOfParallelism = _options.Threads == 0 ? Environment.ProcessorCount : _options.Threads,
    };

    private void AddExamples(RankingExamples examples, RankingSplit split, HybridMembers members, ParallelOptions parallel)
    {
        var describer = new HybridModel(members, new RankingForest(1, [], [], []), _options.TrainingCandidates);
        int[] users = [.. split.Users.ToArray().Where(user => split.Train.RowStarts[user] < split.Train.RowStarts[user + 1])
            .OrderBy(user => new CounterRandom(_options.Seed, 0, SideOfLists, user).NextUInt32())
            .Take(_options.ListsOfAKind).Order()];
        var lists = new Example[users.Length];
        Parallel.For(0, users.Length, parallel, place => lists[place] = Describe(describer, split, users[place]));
        foreach (var list in lists)
            examples.Add(list.Columns, list.Relevant, list.RelevantCount);
    }

    private Example Describe(HybridModel describer, RankingSplit split, int user)
    {
        var most = CandidateSelection.Most(_options.TrainingCandidates);
        var candidates = ArrayPool<int>.Shared.Rent(most);
        var columns = ArrayPool<float>.Shared.Rent(most * CandidateFeatures.Count);
        var count = describer.Describe(split.HistoryOf(user), _options.TrainingCandidates, candidates.AsSpan(0, most), columns);
        var relevant = new bool[count];
        for (var place = 0; place < count; place++)
            relevant[place] = split.RelevantOf(user).BinarySearch(candidates[place]) >= 0;
        var example = new Example(
            columns.AsSpan(0, count * CandidateFeatures.Count).ToArray(), relevant, split.RelevantOf(user).Length);
        ArrayPool<int>.Shared.Return(candidates);
        ArrayPool<float>.Shared.Return(columns);
        return example;
    }

    private static HybridOptions Checked(HybridOptions options)
    {
        options.Validate();
        return options;
    }

    private sealed record Example(float[] Columns, bool[] Relevant, int RelevantCount);
}
