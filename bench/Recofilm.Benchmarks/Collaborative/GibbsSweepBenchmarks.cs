using BenchmarkDotNet.Attributes;
using Recofilm.Core.RatingPrediction;
using Recofilm.Core.RatingPrediction.Features;

namespace Recofilm.Benchmarks.Collaborative;

/// <summary>A full Gibbs sweep on one thread: priors, every user, every movie. The time shown is that of one rating.</summary>
public class GibbsSweepBenchmarks
{
    private const int Ratings = 2_000_000;

    [Params(16, 32)]
    public int Dimension { get; set; }

    private GibbsChain _chain = null!;
    private int _sweep;

    [GlobalSetup]
    public void Prepare()
    {
        var (catalog, ratings) = SyntheticRatings.Create(users: 30_000, movies: 8_000, 2 * Ratings);
        ArgumentOutOfRangeException.ThrowIfLessThan(ratings.Count, Ratings);
        ratings = ratings.Where([.. Enumerable.Range(0, ratings.Count).Select(position => position < Ratings)]);
        _chain = new GibbsChain(
            ratings, ItemFeatures.Build(catalog, ratings.Columns.Lists),
            new BayesianMatrixFactorizationOptions { Threads = 1 }, Dimension);
    }

    [Benchmark(OperationsPerInvoke = Ratings)]
    public void Sweep()
    {
        _chain.SamplePriors(_sweep);
        _chain.SampleFactors(_sweep, isKept: false, CancellationToken.None);
        _sweep++;
    }
}
