using BenchmarkDotNet.Attributes;
using Recofilm.Core.ColdStart;
using Recofilm.Core.Collaborative;
using Recofilm.Core.Collaborative.Svd;
using Recofilm.Core.Content;
using Recofilm.Core.Hybrid;
using Recofilm.Core.Ratings;

namespace Recofilm.Benchmarks.Collaborative;

/// <summary>What a list of ten costs, from a user's hundred ratings to the movies, in catalogues of two sizes.</summary>
[MemoryDiagnoser]
public class ListBenchmarks
{
    private const int Rated = 100;

    private readonly int[] _top = new int[10];
    private readonly int[] _items = new int[Rated];
    private readonly float[] _ratings = new float[Rated];
    private readonly long[] _times = new long[Rated];
    private HybridModel _hybrid = null!;
    private float[] _scores = [];

    [Params(9_742, 27_278)]
    public int Movies { get; set; }

    private RatingHistory History => new(_items, _ratings, _times, _times[^1] + 100_000);

    [GlobalSetup]
    public void Prepare()
    {
        var (catalog, ratings) = SyntheticRatings.Create(users: 600, Movies, ratings: 100_000);
        var collaborative = new CollaborativeTrainer(new CollaborativeOptions()).Train(ratings, catalog, CancellationToken.None);
        var svd = new SvdTrainer(new SvdOptions { BurnInSweeps = 5, Samples = 2 }).Train(ratings, catalog);
        var content = new ContentTrainer(new ContentOptions()).Train(catalog);
        var members = new HybridMembers(collaborative, svd, content, ItemStatistics.Of(ratings));
        _hybrid = new HybridModel(members, RandomForest(), new HybridOptions().Candidates);
        _scores = new float[Movies];
        for (var position = 0; position < Rated; position++)
        {
            _items[position] = position * 89;
            _ratings[position] = 1 + (position % 5);
            _times[position] = 1_500_000_000 + (60 * position);
        }
    }

    [Benchmark]
    public int Collaborative()
    {
        _hybrid.Members.Collaborative.Score(History, _scores);
        return TopK.Select(_scores, _top);
    }

    [Benchmark]
    public int Hybrid()
    {
        _hybrid.Score(History, _scores);
        return TopK.Select(_scores, _top);
    }

    [Benchmark]
    public int Similar()
    {
        _hybrid.Members.Collaborative.ScoreSimilar(_items[0], _scores);
        return TopK.Select(_scores, _top);
    }

    // As many trees and questions as are served; what they say does not matter here.
    private static RankingForest RandomForest()
    {
        var random = new Random(1);
        var options = new ForestOptions();
        return new RankingForest(
            options.Depth,
            [.. Enumerable.Range(0, options.Trees * options.Depth).Select(_ => random.Next(HybridModel.FeatureCount))],
            [.. Enumerable.Range(0, options.Trees * options.Depth).Select(_ => (2 * random.NextSingle()) - 1)],
            [.. Enumerable.Range(0, options.Trees << options.Depth).Select(_ => random.NextSingle())]);
    }
}
