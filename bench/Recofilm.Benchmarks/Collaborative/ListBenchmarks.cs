using BenchmarkDotNet.Attributes;
using Recofilm.Core.Hybrid;
using Recofilm.Core.Numerics;
using Recofilm.Core.Ratings;

namespace Recofilm.Benchmarks.Collaborative;

/// <summary>Measures a list of ten, from a user's hundred ratings to the movies, in catalogues of three sizes.</summary>
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

    [Params(9_742, 27_278, 100_000)]
    public int Movies { get; set; }

    private RatingHistory History => new(_items, _ratings, _times, _times[^1] + 100_000);

    [GlobalSetup]
    public void Prepare()
    {
        _hybrid = SyntheticModel.Create(Movies).Hybrid;
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
}
