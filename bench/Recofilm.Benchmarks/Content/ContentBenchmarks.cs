using BenchmarkDotNet.Attributes;
using Recofilm.Core.Catalog;
using Recofilm.Core.Content;
using Recofilm.Core.Numerics;
using Recofilm.Core.Ratings;

namespace Recofilm.Benchmarks.Content;

/// <summary>Fit, top 10 like one movie, and a user's profile, on a catalogue of 9,742 movies.</summary>
[MemoryDiagnoser]
public class ContentBenchmarks
{
    private readonly int[] _top = new int[10];
    private readonly int[] _rated = new int[100];
    private readonly float[] _ratings = new float[100];
    private MovieCatalog _catalog = new([]);
    private ContentModel _model = null!;
    private float[] _scores = [];
    private int _item;

    [GlobalSetup]
    public void Prepare()
    {
        _catalog = SyntheticCatalog.Create();
        _model = new ContentTrainer().Train(_catalog);
        _scores = new float[_catalog.Count];
        for (var k = 0; k < _rated.Length; k++)
        {
            _rated[k] = k * 97;
            _ratings[k] = 1 + (k % 9 * 0.5f);
        }
    }

    [Benchmark]
    public ContentModel Fit() => new ContentTrainer().Train(_catalog);

    [Benchmark]
    public int Top10Similar()
    {
        _item = (_item + 4871) % _catalog.Count;
        _model.ScoreSimilar(_item, _scores);
        _scores[_item] = float.NegativeInfinity;
        return TopK.Select(_scores, _top);
    }

    [Benchmark]
    public int Top10Profile()
    {
        _model.Score(new RatingHistory(_rated, _ratings, [], 0), _scores);
        return TopK.Select(_scores, _top);
    }
}
