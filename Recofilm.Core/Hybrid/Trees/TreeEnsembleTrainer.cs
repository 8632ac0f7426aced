using Recofilm.Core.Models;
using Recofilm.Core.Numerics;

namespace Recofilm.Core.Hybrid.Trees;

/// <summary>
/// Boosts a <see cref="ObliviousTreeEnsemble"/> for NDCG (LambdaMART, Burges 2010): every tree is fitted to the gradients at the
/// current scores, on a share of the lists and of the features drawn anew for each tree (Friedman 2002).
/// </summary>
internal sealed class TreeEnsembleTrainer(TreeEnsembleOptions options, ulong seed, ParallelOptions parallel)
{
    /// <summary>
    /// Trains on lists. Without lists all trees have the value 0. Reports <c>hybrid_ndcg</c>: NDCG@10 of the lists drawn for a
    /// tree, in the order of the previous trees.
    /// </summary>
    public ObliviousTreeEnsemble Train(RankingExamples examples, TrainingObserver? observer = null)
    {
        options.Validate();
        var bins = FeatureBins.Of(examples, options.Bins, parallel);
        var grower = new ObliviousTreeGrower(bins, options, parallel);
        var gradient = new LambdaGradient(examples, options.Truncation);
        var scores = new float[examples.CandidateCount];
        var leaves = new byte[examples.CandidateCount];
        var ndcg = new double[examples.ListCount];
        var trees = new ObliviousTreeGrower.Tree[options.Trees];
        for (var tree = 0; tree < trees.Length; tree++)
        {
            parallel.CancellationToken.ThrowIfCancellationRequested();
            var gradients = new float[examples.CandidateCount];
            var hessians = new float[examples.CandidateCount];
            var lists = Draw(examples.ListCount, options.ListShare, tree, RandomStreamId.TreeLists);
            Parallel.ForEach(lists, parallel, list => ndcg[list] = gradient.Compute(list, scores, gradients, hessians));
            observer?.Invoke("hybrid_ndcg", tree, lists.Sum(list => ndcg[list]) / lists.Length);
            var features = Draw(examples.FeatureCount, options.FeatureShare, tree, RandomStreamId.TreeFeatures);
            trees[tree] = grower.Grow(CandidatesOf(examples, lists), features, gradients, hessians, leaves);
            AddScores(trees[tree].Values, leaves, scores);
        }

        return Ensemble(trees);
    }

    private ObliviousTreeEnsemble Ensemble(ObliviousTreeGrower.Tree[] trees) => new(
        options.Depth,
        [.. trees.SelectMany(tree => tree.Features)],
        [.. trees.SelectMany(tree => tree.Thresholds)],
        [.. trees.SelectMany(tree => tree.Values)]);

    private int[] Draw(int count, float share, int tree, RandomStreamId stream)
    {
        int[] drawn = [.. Enumerable.Range(0, count)
            .Where(id => new CounterRandom(seed, tree, stream, id).NextUniform() < share)];
        return drawn.Length > 0 || count == 0 ? drawn : [tree % count];
    }

    private static int[] CandidatesOf(RankingExamples examples, int[] lists)
    {
        var candidates = new List<int>(examples.CandidateCount);
        foreach (var list in lists)
        {
            for (var candidate = examples.Starts[list]; candidate < examples.Starts[list + 1]; candidate++)
                candidates.Add(candidate);
        }

        return [.. candidates];
    }

    private static void AddScores(ReadOnlySpan<float> values, ReadOnlySpan<byte> leaves, Span<float> scores)
    {
        for (var candidate = 0; candidate < scores.Length; candidate++)
            scores[candidate] += values[leaves[candidate]];
    }
}
