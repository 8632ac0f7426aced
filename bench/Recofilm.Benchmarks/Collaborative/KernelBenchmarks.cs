using BenchmarkDotNet.Attributes;
using Recofilm.Core.Hybrid;
using Recofilm.Core.Hybrid.Features;
using Recofilm.Core.Hybrid.Trees;
using Recofilm.Core.Numerics;
using Recofilm.Core.Ranking;
using Recofilm.Core.Ranking.ImplicitAls;
using Recofilm.Core.Ranking.Recency;
using Recofilm.Core.Ratings;

namespace Recofilm.Benchmarks.Collaborative;

/// <summary>
/// Each hand-written kernel of serving beside the plain way to do the same: it stays while it saves a tenth of a list. The tree
/// ensemble has its pair in the same command with <c>DOTNET_EnableAVX512=0</c>.
/// </summary>
public class KernelBenchmarks
{
    private const int Rated = 100;

    private readonly int[] _items = [.. Enumerable.Range(0, Rated).Select(place => place * 89)];
    private readonly float[] _ratings = [.. Enumerable.Range(0, Rated).Select(place => 1f + (place % 5))];
    private readonly long[] _times = [.. Enumerable.Range(0, Rated).Select(place => 1_500_000_000L + (60 * place))];
    private readonly float[] _weights = new float[Rated];
    private readonly RecencyDecay[] _windows =
        [new(0.7f, 0.15f), new(2f, 0.15f), new(6f, 0.15f), new(20f, 0.15f), new(60f, 0.15f), new(1e6f, 0.15f)];
    private CollaborativeModel _model = null!;
    private ObliviousTreeEnsemble _ensemble = null!;
    private ImplicitAlsTiles _tiles = null!;
    private float[] _factors = [];
    private float[] _user = [];
    private float[] _scores = [];
    private float[] _other = [];
    private float[] _scratch = [];
    private float[] _columns = [];
    private ulong[] _keys = [];

    [Params(9_742, 27_278, 100_000)]
    public int Movies { get; set; }

    private RatingHistory History => new(_items, _ratings, _times, _times[^1] + 100_000);

    [GlobalSetup]
    public void Prepare()
    {
        var hybrid = SyntheticModel.Create(Movies).Hybrid;
        (_model, _ensemble) = (hybrid.Members.Collaborative, hybrid.Ensemble);
        _factors = _model.Factors.Factors.ToArray();
        _tiles = new ImplicitAlsTiles(_factors, _model.Factors.Dimension);
        _user = new float[_model.Factors.Dimension];
        (_scores, _other, _keys) = (new float[Movies], new float[Movies], new ulong[Movies]);
        _scratch = new float[ItemItemScores.ScratchLength(Movies, Rated)];
        _columns = new float[176 * HybridModel.FeatureCount];
        Array.Fill(_weights, 1);
        _model.Factors.FoldIn(_items, _weights, _user);
        _model.Score(History, _scores);
    }

    [Benchmark]
    public void FactorsOfEightBits() => _tiles.Multiply(_user, _other);

    [Benchmark]
    public void FactorsInSinglePrecision() => FactorKernels.Multiply(_factors, _user, _other);

    [Benchmark]
    public void RanksByRadix()
    {
        _scores.CopyTo(_other, 0);
        LogRank.Normalise(_other);
    }

    [Benchmark]
    public void RanksBySorting()
    {
        for (var item = 0; item < Movies; item++)
            _keys[item] = ((ulong)~BitConverter.SingleToUInt32Bits(_scores[item] + 1_000) << 32) | (uint)item;
        _keys.AsSpan().Sort();
        var last = MathF.Log(Movies + 1);
        for (var rank = 0; rank < Movies; rank++)
            _other[(int)(uint)_keys[rank]] = 1 - (MathF.Log(1 + rank) / last);
    }

    [Benchmark]
    public float NeighboursOfSixWindowsAtOnce() =>
        new ItemItemScores(_model.Neighbours, History, _windows, _scratch, 0, _other, 1, _other).Spread(0);

    [Benchmark]
    public void NeighboursOfSixWindowsOneByOne()
    {
        foreach (var window in _windows)
        {
            _model.Neighbours.Weigh(History, window, _weights);
            _model.Neighbours.Score(_items, _weights, _other);
        }
    }

    [Benchmark]
    public void EnsembleOf176Candidates() => _ensemble.Score(_columns, 176, _other.AsSpan(0, 176));
}
