using System.Buffers;
using Recofilm.Core.Hybrid.Candidates;
using Recofilm.Core.Hybrid.Features;
using Recofilm.Core.Hybrid.Trees;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Models;
using Recofilm.Core.Numerics;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Hybrid;

/// <summary>
/// Learns to combine the members in three steps, which <c>ModelTrainer</c> takes one after the other: the splits hold ratings
/// back by the rules of the evaluation; members trained on a split's train part describe the movies that its users liked
/// afterwards; and the tree ensemble and the quotas of the candidate generators are fitted to these examples. The same input
/// gives the same model for any number of threads.
/// </summary>
/// <param name="options">The options; the constructor validates them.</param>
/// <exception cref="ArgumentException">An option is out of its range.</exception>
internal sealed class HybridTrainer(HybridOptions options)
{
    private readonly HybridOptions _options = Checked(options);

    /// <summary>Receives the training progress.</summary>
    public TrainingObserver? Observer { get; init; }

    /// <summary>
    /// Returns the splits that give the examples, with the number of their kind. They are made as they are enumerated, so that
    /// one is in memory at a time.
    /// </summary>
    /// <param name="ratings">All ratings.</param>
    public IEnumerable<(int Kind, RankingSplit Split)> SplitsOf(RatingMatrix ratings) => ExampleSplits.Of(ratings, _options);

    /// <summary>Adds the lists of a split's users to the examples.</summary>
    /// <param name="examples">Receives the lists.</param>
    /// <param name="kind">The number of the split's kind.</param>
    /// <param name="split">From <see cref="SplitsOf"/>.</param>
    /// <param name="members">Members trained on the train part as those that serve are, without later ratings or tags.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <exception cref="OperationCanceledException">The training was stopped.</exception>
    public void AddExamples(
        HybridExamples examples, int kind, RankingSplit split, HybridMembers members, CancellationToken cancellationToken)
    {
        var describer = new HybridModel(
            members, new ObliviousTreeEnsemble(1, [], [], []),
            new RequestQuotas(CandidateQuotas.Of(_options.TrainingCandidates)));
        int[] users = [.. split.Users.ToArray().Where(user => split.Train.RowStarts[user] < split.Train.RowStarts[user + 1])
            .OrderBy(user => new CounterRandom(_options.Seed, 0, RandomStreamId.ExampleUsers, user).NextUInt32())
            .Take(_options.ListsOfAKind).Order()];
        var lists = new Example[users.Length];
        Parallel.For(
            0, users.Length, Parallelism(cancellationToken),
            place => lists[place] = Describe(describer, kind, split, users[place]));
        foreach (var list in lists)
            examples.Add(list.Columns, list.Relevant, list.Wanted);
    }

    /// <summary>Fits the tree ensemble, and learns the quotas.</summary>
    /// <param name="members">The members that will serve, trained on all ratings.</param>
    /// <param name="examples">The lists of all splits.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    /// <exception cref="OperationCanceledException">The training was stopped.</exception>
    public HybridModel Fit(HybridMembers members, HybridExamples examples, CancellationToken cancellationToken)
    {
        var ensemble = examples.Lists.ListCount == 0
            ? new ObliviousTreeEnsemble(_options.Ensemble.Depth, [], [], [])
            : new TreeEnsembleTrainer(_options.Ensemble, _options.Seed, Parallelism(cancellationToken))
                .Train(examples.Lists, Observer);
        return new HybridModel(
            members, ensemble, QuotaLearner.Learn(examples.Wanted, _options.Candidates, _options.UnlearntQuotas));
    }

    private ParallelOptions Parallelism(CancellationToken cancellationToken) => new()
    {
        CancellationToken = cancellationToken,
        MaxDegreeOfParallelism = _options.Threads == 0 ? Environment.ProcessorCount : _options.Threads,
    };

    private Example Describe(HybridModel describer, int kind, RankingSplit split, int user)
    {
        var most = describer.Quotas.Others.Places;
        var candidates = ArrayPool<int>.Shared.Rent(most);
        var columns = ArrayPool<float>.Shared.Rent(most * CandidateFeatures.Count);
        var count = describer.Describe(
            split.HistoryOf(user), candidates.AsSpan(0, most), columns, _options.Candidates, out var lists);
        var relevant = new bool[count];
        for (var place = 0; place < count; place++)
            relevant[place] = split.RelevantOf(user).BinarySearch(candidates[place]) >= 0;
        var example = new Example(
            columns.AsSpan(0, count * CandidateFeatures.Count).ToArray(), relevant,
            new WantedPlaces(kind, split.HistoryOf(user).Count, lists, split.RelevantOf(user)));
        ArrayPool<int>.Shared.Return(candidates);
        ArrayPool<float>.Shared.Return(columns);
        return example;
    }

    private static HybridOptions Checked(HybridOptions options)
    {
        options.Validate();
        return options;
    }

    private sealed record Example(float[] Columns, bool[] Relevant, WantedPlaces Wanted);
}
