using BenchmarkDotNet.Attributes;
using Recofilm.Core.Numerics;
using Recofilm.Core.RatingPrediction;
using Recofilm.Core.Ratings;

namespace Recofilm.Benchmarks.Collaborative;

/// <summary>The cost of a request for a user of a hundred ratings among 9,742 movies.</summary>
[MemoryDiagnoser]
public class FoldInBenchmarks
{
    private const int Movies = 9_742;

    private readonly float[] _scores = new float[Movies];
    private readonly int[] _top = new int[10];
    private readonly int[] _items = new int[100];
    private readonly float[] _ratings = new float[100];
    private BayesianMatrixFactorization _model = null!;
    private UserFactors _user;

    [Params(16, 32)]
    public int Dimension { get; set; }

    [GlobalSetup]
    public void Prepare()
    {
        var (catalog, ratings) = SyntheticRatings.Create(users: 600, Movies, ratings: 100_000);
        var options = new BayesianMatrixFactorizationOptions { BurnInSweeps = 5, Samples = 2, Dimension = Dimension };
        _model = new BayesianMatrixFactorizationTrainer(options).Train(ratings, catalog);
        for (var position = 0; position < _items.Length; position++)
        {
            _items[position] = position * 89;
            _ratings[position] = 1 + (position % 5);
        }

        _user = FoldIn();
    }

    [Benchmark]
    public UserFactors FoldIn() => _model.FoldIn(new RatingHistory(_items, _ratings, default, 0));

    [Benchmark]
    public void ScoreAll() => _model.Score(_user, _scores);

    [Benchmark]
    public int ScoreAllAndTop10()
    {
        _model.Score(_user, _scores);
        return TopK.Select(_scores, _top);
    }

    [Benchmark]
    public void FoldInAndScoreAll() => _model.Score(FoldIn(), _scores);
}
