using Recofilm.Core.Hybrid.Trees;

namespace Recofilm.Core.Tests.Hybrid.Trees;

public class TreeEnsembleTrainerTests
{
    private static readonly TreeEnsembleOptions Options = new() { Trees = 40, Depth = 2, MinimumLeaf = 5, LearningRate = 0.2f };

    [Fact]
    public void The_ensemble_learns_which_feature_the_relevant_have()
    {
        var ensemble = Train(threads: 1);
        float[] columns = [0.1f, 0.9f, /* feature 1, noise */ 0.9f, 0.1f];
        var scores = new float[2];
        ensemble.Score(columns, 2, scores);
        Assert.True(scores[1] > scores[0]);
    }

    [Fact]
    public void Any_number_of_threads_grows_the_same_ensemble()
    {
        var (one, three) = (Train(threads: 1), Train(threads: 3));
        Assert.Equal(one.Features, three.Features);
        Assert.Equal(one.Thresholds, three.Thresholds);
        Assert.Equal(one.Values, three.Values);
    }

    /// <summary>Artifacts refuse numbers that are not finite, so a model with them could never be read.</summary>
    [Fact]
    public void Too_few_candidates_for_any_test_leave_finite_tests_that_never_hold()
    {
        var options = Options with { Trees = 1, MinimumLeaf = 10_000 };
        var ensemble = new TreeEnsembleTrainer(options, seed: 1, new ParallelOptions()).Train(Examples());
        var scores = new float[2];
        ensemble.Score([0.1f, 1e9f, 0.9f, -1e9f], 2, scores);

        Assert.All(ensemble.Thresholds.ToArray(), threshold => Assert.True(float.IsFinite(threshold)));
        Assert.Equal(scores[0], scores[1]);
    }

    [Fact]
    public void Forces_match_the_plain_pairs()
    {
        var examples = Examples();
        var random = new Random(2);
        float[] scores = [.. Enumerable.Range(0, examples.CandidateCount).Select(_ => (float)random.NextDouble())];
        var (gradients, hessians) = (new float[scores.Length], new float[scores.Length]);
        var gradient = new LambdaGradient(examples, truncation: 10);
        gradient.Compute(3, scores, gradients, hessians);
        var plain = gradient.ComputeByPairs(3, scores);
        var total = plain.Where(force => force < 0).Sum() * -2;
        for (var place = 0; place < plain.Length; place++)
        {
            var expected = plain[place] * Math.Log2(1 + total) / total;
            Assert.Equal(expected, gradients[examples.Starts[3] + place], 1e-4);
        }
    }

    [Fact]
    public void Forces_of_a_list_cancel()
    {
        var examples = Examples();
        var (gradients, hessians) = (new float[examples.CandidateCount], new float[examples.CandidateCount]);
        new LambdaGradient(examples, truncation: 10).Compute(0, new float[examples.CandidateCount], gradients, hessians);
        Assert.Equal(0f, gradients.Sum(), 1e-4f);
        Assert.Contains(gradients, force => force < 0);
    }

    private static ObliviousTreeEnsemble Train(int threads) =>
        new TreeEnsembleTrainer(Options, seed: 1, new ParallelOptions { MaxDegreeOfParallelism = threads }).Train(Examples());

    // Lists of 20 in which a high first feature makes a candidate relevant and the second means nothing.
    private static RankingExamples Examples()
    {
        var random = new Random(7);
        var examples = new RankingExamples(2);
        for (var list = 0; list < 30; list++)
        {
            float[] columns = [.. Enumerable.Range(0, 40).Select(_ => (float)random.NextDouble())];
            bool[] relevant = [.. columns[..20].Select(value => value > 0.8f)];
            if (relevant.Contains(true))
                examples.Add(columns, relevant, relevant.Count(flag => flag));
        }

        return examples;
    }
}
