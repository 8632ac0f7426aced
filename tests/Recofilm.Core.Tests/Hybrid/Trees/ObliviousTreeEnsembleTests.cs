using Recofilm.Core.Hybrid.Trees;

namespace Recofilm.Core.Tests.Hybrid.Trees;

public class ObliviousTreeEnsembleTests
{
    [Fact]
    public void Answers_are_the_bits_of_the_leaf()
    {
        // One tree: bit 0 asks whether feature 1 is above 5, bit 1 whether feature 0 is above 2.
        var ensemble = new ObliviousTreeEnsemble(2, [1, 0], [5f, 2f], [10f, 20f, 30f, 40f]);
        float[] columns = [1f, 1f, 3f, 3f, /* feature 1 */ 5f, 6f, 5f, 6f];
        var scores = new float[4];
        ensemble.Score(columns, 4, scores);
        Assert.Equal([10f, 20f, 30f, 40f], scores);
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(4, 8)]
    [InlineData(4, 31)]
    [InlineData(4, 200)]
    [InlineData(1, 31)]
    [InlineData(3, 31)]
    [InlineData(2, 40)]
    public void The_vectorised_sum_is_the_plain_one(int depth, int candidates)
    {
        var random = new Random(candidates);
        const int trees = 30, features = 6;
        var ensemble = new ObliviousTreeEnsemble(
            depth,
            [.. Enumerable.Range(0, trees * depth).Select(_ => random.Next(features))],
            [.. Enumerable.Range(0, trees * depth).Select(_ => (float)random.NextDouble())],
            [.. Enumerable.Range(0, trees << depth).Select(_ => (float)random.NextDouble() - 0.5f)]);
        float[] columns = [.. Enumerable.Range(0, features * candidates).Select(_ => (float)random.NextDouble())];
        var scores = new float[candidates];
        ensemble.Score(columns, candidates, scores);
        for (var candidate = 0; candidate < candidates; candidate++)
            Assert.Equal(ensemble.ScoreOne(columns, candidates, candidate), scores[candidate]);
    }

    [Fact]
    public void Trees_deeper_than_sixteen_leaves_are_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new ObliviousTreeEnsemble(5, [], [], []));

    [Fact]
    public void Parts_that_do_not_fit_together_are_refused() =>
        Assert.Throws<ArgumentException>(() => new ObliviousTreeEnsemble(2, [0, 1], [1f, 2f], [1f, 2f]));
}
