using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Recofilm.Core.Hybrid.Trees;

/// <summary>
/// Grows one oblivious tree by Newton steps (Chen &amp; Guestrin 2016, eq. 5 to 7). Each level has one test for all leaves, the
/// one with the largest gain <c>Σ_leaves G_L²/(H_L + λ) + G_R²/(H_R + λ)</c>. Features are evaluated in parallel, and each sums
/// in the candidates' order, so the tree is the same for any number of threads.
/// </summary>
internal sealed class ObliviousTreeGrower(FeatureBins bins, TreeEnsembleOptions options, ParallelOptions parallel)
{
    private readonly GradientHistogram[] _histograms =
        [.. bins.Bins.Select(binOf => new GradientHistogram(binOf, options.Bins, options.Depth))];

    private readonly long[] _forces = new long[bins.Bins[0].Length];

    /// <summary>A tree's tests, root first, and the values of its leaves.</summary>
    public sealed record Tree(int[] Features, float[] Thresholds, float[] Values);

    /// <summary>Grows a tree.</summary>
    /// <param name="candidates">The candidates that the tree is fitted to, ascending.</param>
    /// <param name="features">The features that it may test.</param>
    /// <param name="gradients">First derivatives of all candidates.</param>
    /// <param name="hessians">Second derivatives.</param>
    /// <param name="leaves">Receives the leaf of every candidate, including those that the tree is not fitted to.</param>
    public Tree Grow(int[] candidates, int[] features, float[] gradients, float[] hessians, byte[] leaves)
    {
        var depth = options.Depth;
        var tree = new Tree(new int[depth], new float[depth], new float[1 << depth]);

        // A level without a gain tests whether a value is above the largest number, which never holds.
        Array.Fill(tree.Thresholds, float.MaxValue);
        Array.Clear(leaves);
        foreach (var candidate in candidates)
            _forces[candidate] = GradientHistogram.Pack(gradients[candidate], hessians[candidate]);
        var tests = new (double Gain, int Bin)[features.Length];
        var (side, above) = (candidates, false);
        for (var level = 0; level < depth; level++)
        {
            Parallel.For(0, features.Length, parallel, place =>
            {
                var histogram = _histograms[features[place]];
                if (level == 0)
                    histogram.Sum(candidates, _forces);
                else
                    histogram.Split(side, above, leaves, _forces, level);
                tests[place] = BestTest(features[place], histogram, 1 << level);
            });
            var best = Array.IndexOf(tests, tests.Max());
            if (tests[best].Gain <= 0)
                break;
            var (feature, bin) = (features[best], tests[best].Bin);
            tree.Features[level] = feature;
            tree.Thresholds[level] = bins.Thresholds[feature][bin];
            Mark(leaves, bins.Bins[feature], (byte)bin, (byte)(1 << level));
            (side, above) = SmallerSide(candidates, leaves, 1 << level);
        }

        SetValues(tree.Values, candidates, leaves, gradients, hessians);
        return tree;
    }

    private static void Mark(Span<byte> leaves, ReadOnlySpan<byte> binOf, byte bin, byte mark)
    {
        var last = new Vector<byte>(bin);
        var bit = new Vector<byte>(mark);
        var leafLanes = MemoryMarshal.Cast<byte, Vector<byte>>(leaves);
        var binLanes = MemoryMarshal.Cast<byte, Vector<byte>>(binOf);
        for (var lane = 0; lane < leafLanes.Length; lane++)
            leafLanes[lane] |= Vector.GreaterThan(binLanes[lane], last) & bit;
        for (var candidate = leafLanes.Length * Vector<byte>.Count; candidate < leaves.Length; candidate++)
        {
            if (binOf[candidate] > bin)
                leaves[candidate] |= mark;
        }
    }

    // Sums over the smaller side also give those over the larger one.
    private static (int[] Side, bool Above) SmallerSide(int[] candidates, byte[] leaves, int mark)
    {
        var marked = 0;
        foreach (var candidate in candidates)
            marked += (leaves[candidate] & mark) != 0 ? 1 : 0;
        var above = marked <= candidates.Length / 2;
        var side = new int[above ? marked : candidates.Length - marked];
        var count = 0;
        foreach (var candidate in candidates)
        {
            if ((leaves[candidate] & mark) != 0 == above)
                side[count++] = candidate;
        }

        return (side, above);
    }

    private (double Gain, int Bin) BestTest(int feature, GradientHistogram histogram, int leafCount)
    {
        Span<Vector128<float>> totals = stackalloc Vector128<float>[leafCount];
        Span<Vector128<float>> below = stackalloc Vector128<float>[leafCount];
        below.Clear();
        var without = 0.0;
        for (var leaf = 0; leaf < leafCount; leaf++)
        {
            totals[leaf] = Vector128<float>.Zero;
            for (var bin = 0; bin < options.Bins; bin++)
                totals[leaf] += histogram[leaf, bin];
            without += LeafScore(totals[leaf]);
        }

        (double Gain, int Bin) best = (0, -1);
        for (var bin = 0; bin < bins.Thresholds[feature].Length; bin++)
        {
            var score = 0.0;
            for (var leaf = 0; leaf < leafCount; leaf++)
            {
                below[leaf] += histogram[leaf, bin];
                var above = totals[leaf] - below[leaf];
                var tooFew = below[leaf][2] < options.MinimumLeaf || above[2] < options.MinimumLeaf;
                score += tooFew ? LeafScore(totals[leaf]) : LeafScore(below[leaf]) + LeafScore(above);
            }

            if (score - without > best.Gain)
                best = (score - without, bin);
        }

        return best;
    }

    private double LeafScore(Vector128<float> sums) => (double)sums[0] * sums[0] / (sums[1] + options.Regularization);

    private void SetValues(float[] values, int[] candidates, byte[] leaves, float[] gradients, float[] hessians)
    {
        var sums = new double[2 * values.Length];
        foreach (var candidate in candidates)
        {
            sums[2 * leaves[candidate]] += gradients[candidate];
            sums[(2 * leaves[candidate]) + 1] += hessians[candidate];
        }

        for (var leaf = 0; leaf < values.Length; leaf++)
            values[leaf] = (float)(-options.LearningRate * sums[2 * leaf] / (sums[(2 * leaf) + 1] + options.Regularization));
    }
}
