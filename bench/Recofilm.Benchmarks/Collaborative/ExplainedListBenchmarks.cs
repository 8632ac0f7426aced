using System.Text.Json;
using BenchmarkDotNet.Attributes;
using Recofilm.Core.Database.Users;
using Recofilm.Core.Registry;
using Recofilm.Core.Serving;

namespace Recofilm.Benchmarks.Collaborative;

/// <summary>Measures a described list of a hundred for a user with a hundred ratings, with and without explanations.</summary>
[MemoryDiagnoser]
public class ExplainedListBenchmarks
{
    private const int Rated = 100;
    private static readonly DateTimeOffset _now = new(2026, 11, 24, 12, 0, 0, TimeSpan.Zero);

    private readonly Recommender _recommender = new(TimeProvider.System);
    private ModelLease _model = null!;
    private UserHistory _user = null!;

    [Params(9_742, 27_278)]
    public int Movies { get; set; }

    [Params(false, true)]
    public bool Explain { get; set; }

    private HybridRequest Request => new() { Limit = RecommendationRequest.MaxLimit, Explain = Explain };

    [GlobalSetup]
    public void Prepare()
    {
        var version = ModelVersion.Parse("20261124T120000Z-00000001");
        var manifest = new ModelManifest
        {
            SchemaVersion = ModelManifest.CurrentSchemaVersion,
            Version = version,
            CreatedAt = _now,
            CodeVersion = "",
            Trigger = "",
            Data = new TrainingDataSummary("", Movies, 0, 0, 0),
            Parameters = default(JsonElement),
            Metrics = new SortedDictionary<string, double>(),
            Gate = new GateDecision(true, "", null),
            Files = [],
        };
        _model = ModelSnapshot.Lease(manifest, SyntheticModel.Create(Movies));
        _user = new UserHistory(
            UserRole.User,
            [.. Enumerable.Range(0, Rated).Select(place => 1 + (place * 89))],
            [.. Enumerable.Range(0, Rated).Select(place => 1f + (place % 5))],
            [.. Enumerable.Range(0, Rated).Select(place => _now.ToUnixTimeSeconds() + (60 * place))],
            []);
    }

    [Benchmark]
    public RecommendationList Collaborative() => _recommender.Collaborative(_model, 1, _user, Request);

    [Benchmark]
    public RecommendationList Hybrid() => _recommender.Hybrid(_model, 1, _user, Request);
}
