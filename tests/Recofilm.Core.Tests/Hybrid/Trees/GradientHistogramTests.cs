using System.Runtime.Intrinsics;
using Recofilm.Core.Hybrid.Trees;

namespace Recofilm.Core.Tests.Hybrid.Trees;

/// <summary>The sums from which a tree's tests are chosen.</summary>
public class GradientHistogramTests
{
    private const int Bins = 4;
    private const int Depth = 4;

    [Theory]
    [InlineData(0.2)]
    [InlineData(0.8)]
    public void A_level_has_the_sums_of_its_leaves_whichever_side_was_summed(double passing)
    {
        var random = new Random(1);
        var (binOf, leaves, forces) = (new byte[1000], new byte[1000], new long[1000]);
        var values = new (float Gradient, float Hessian)[1000];
        random.NextBytes(binOf);
        for (var candidate = 0; candidate < binOf.Length; candidate++)
        {
            binOf[candidate] %= Bins;
            values[candidate] = (random.Next(-8, 8), random.Next(8));
            forces[candidate] = GradientHistogram.Pack(values[candidate].Gradient, values[candidate].Hessian);
        }

        int[] candidates = [.. Enumerable.Range(0, 1000).Where(candidate => candidate % 3 != 0)];
        var histogram = new GradientHistogram(binOf, Bins, Depth);
        histogram.Sum(candidates, forces);
        for (var level = 0; level < Depth; level++)
        {
            for (var leaf = 0; leaf < 1 << level; leaf++)
            {
                for (var bin = 0; bin < Bins; bin++)
                {
                    var of = candidates.Where(candidate => leaves[candidate] == leaf && binOf[candidate] == bin).ToList();
                    Assert.Equal(
                        Vector128.Create(
                            of.Sum(candidate => values[candidate].Gradient),
                            of.Sum(candidate => values[candidate].Hessian), of.Count, 0),
                        histogram[leaf, bin]);
                }
            }

            if (level == Depth - 1)
                break;
            foreach (var candidate in candidates)
                leaves[candidate] |= (byte)(random.NextDouble() < passing ? 1 << level : 0);
            var above = passing < 0.5;
            histogram.Split(
                [.. candidates.Where(candidate => (leaves[candidate] >> level == 1) == above)], above, leaves, forces, level + 1);
        }
    }
}
