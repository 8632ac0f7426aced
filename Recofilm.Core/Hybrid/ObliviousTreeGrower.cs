using System.Runtime.Intrinsics;

namespace Recofilm.Core.Hybrid;

/// <summary>
/// Grows one oblivious tree by Newton steps (Chen &amp; Guestrin 2016, eq. 5 to 7): level by level, the test of all leaves is
/// the one whose gain <c>Σ_leaves G_L²/(H_L + λ) + G_R²/(H_R + λ)</c> is the largest. Features are looked at in parallel
/// and each sums in the candidates' order, so the tree is the same for any number of threads.
/// </summary>
internal sealed class ObliviousTreeGrower(FeatureBins bins, ForestOptions options, ParallelOptions parallel)
{
    /// <summary>A tree's tests, root first, and the values of its leaves.</summary>
    public sealed record Tree(int[] Features, float[] Thresholds, float[] Values);

    /// <summary>Grows a tree.</summary>
    /// <param name="candidates">Which candidates it is fitted to.</param>
    /// <param name="features">Which features it may test.</param>
    /// <param name="gradients">First derivatives of all candidates.</param>
    /// <param name="hessians">Second derivatives.</param>
    public Tree Grow(int[] candidates, int[] features, float[] gradients, float[] hessians)
    {
        var depth = options.Depth;
        var tree = new Tree(new int[depth], new float[depth], new float[1 << depth]);

        // A level at which nothing gains asks whether a value is above infinity: always no.
        Array.Fill(tree.Thresholds, float.PositiveInfinity);
        var leaves = new byte[candidates.Length];
        for (var level = 0; level < depth; level++)
        {
            var tests = new (double Gain, int Bin)[features.Length];
            var leafCount = 1 << level;
            Parallel.For(0, features.Length, parallel, place => tests[place] = BestTest(
                features[place], Sum(features[place], candidates, leaves, leafCount, gradients, hessians), leafCount));
            var best = Array.IndexOf(tests, tests.Max());
            if (tests[best].Gain <= 0)
                break;
            var (feature, bin) = (features[best], tests[best].Bin);
            tree.Features[level] = feature;
            tree.Thresholds[level] = bins.Thresholds[feature][bin];
            var binOf = bins.Bins[feature];
            for (var place = 0; place < candidates.Length; place++)
            {
                if (binOf[candidates[place]] > bin)
                    leaves[place] |= (byte)leafCount;
            }
        }

        SetValues(tree.Values, candidates, leaves, gradients, hessians);
        return tree;
    }

    // Sums of (gradient, hessian, 1) by leaf and bin: four lanes, so that one addition does for all.
    private Vector128<float>[] Sum(
        int feature, int[] candidates, byte[] leaves, int leafCount, float[] gradients, float[] hessians)
    {
        var sums = new Vector128<float>[leafCount * options.Bins];
        var binOf = bins.Bins[feature];
        for (var place = 0; place < candidates.Length; place++)
        {
            var candidate = candidates[place];
            sums[(leaves[place] * options.Bins) + binOf[candidate]] +=
                Vector128.Create(gradients[candidate], hessians[candidate], 1f, 0f);
        }

        return sums;
    }

    private (double Gain, int Bin) BestTest(int feature, Vector128<float>[] sums, int leafCount)
    {
        var totals = new Vector128<float>[leafCount];
        for (var leaf = 0; leaf < leafCount; leaf++)
        {
            for (var bin = 0; bin < options.Bins; bin++)
                totals[leaf] += sums[(leaf * options.Bins) + bin];
        }

        var without = totals.Sum(Purity);
        var below = new Vector128<float>[leafCount];
        (double Gain, int Bin) best = (0, -1);
        for (var bin = 0; bin < bins.Thresholds[feature].Length; bin++)
        {
            var purity = 0.0;
            for (var leaf = 0; leaf < leafCount; leaf++)
            {
                below[leaf] += sums[(leaf * options.Bins) + bin];
                var above = totals[leaf] - below[leaf];
                var tooFew = below[leaf][2] < options.MinimumLeaf || above[2] < options.MinimumLeaf;
                purity += tooFew ? Purity(totals[leaf]) : Purity(below[leaf]) + Purity(above);
            }

            if (purity - without > best.Gain)
                best = (purity - without, bin);
        }

        return best;
    }

    private double Purity(Vector128<float> sums) => (double)sums[0] * sums[0] / (sums[1] + options.Regularization);

    private void SetValues(float[] values, int[] candidates, byte[] leaves, float[] gradients, float[] hessians)
    {
        var sums = new double[2 * values.Length];
        for (var place = 0; place < candidates.Length; place++)
        {
            sums[2 * leaves[place]] += gradients[candidates[place]];
            sums[(2 * leaves[place]) + 1] += hessians[candidates[place]];
        }

        for (var leaf = 0; leaf < values.Length; leaf++)
            values[leaf] = (float)(-options.LearningRate * sums[2 * leaf] / (sums[(2 * leaf) + 1] + options.Regularization));
    }
}
