using BenchmarkDotNet.Attributes;
using Recofilm.Core.Catalog;
using Recofilm.Core.Ranking;
using Recofilm.Core.Ranking.ImplicitAls;
using Recofilm.Core.Ranking.ItemItem;
using Recofilm.Core.Ratings;

namespace Recofilm.Benchmarks.Collaborative;

/// <summary>Training the ranking head on a million ratings of 6,040 users and 3,706 movies, on one thread.</summary>
public class RankingHeadBenchmarks
{
    private static readonly ParallelOptions OneThread = new() { MaxDegreeOfParallelism = 1 };

    private MovieCatalog _catalog = null!;
    private RatingMatrix _ratings = null!;

    [GlobalSetup]
    public void Prepare()
    {
        const int count = 1_000_000;
        (_catalog, _ratings) = SyntheticRatings.Create(users: 6_040, movies: 3_706, 2 * count);
        ArgumentOutOfRangeException.ThrowIfLessThan(_ratings.Count, count);
        _ratings = _ratings.Where([.. Enumerable.Range(0, _ratings.Count).Select(position => position < count)]);
        _ = _ratings.Columns;
    }

    /// <summary>
    /// Users and movies once, 64 factors, three steps of conjugate gradients a row; with the copies that a training makes.
    /// </summary>
    [Benchmark]
    public ImplicitAlsModel FactorSweep() =>
        new ImplicitAlsTrainer(new ImplicitAlsOptions { Sweeps = 1 }, seed: 1, OneThread).Train(_ratings);

    [Benchmark]
    public ItemItemWeights Neighbours() => new ItemItemTrainer(new ItemItemOptions(), OneThread).Train(_ratings);

    [Benchmark]
    public CollaborativeModel Whole() =>
        new CollaborativeTrainer(new CollaborativeOptions { Threads = 1 }).Train(_ratings, _catalog, CancellationToken.None);
}
