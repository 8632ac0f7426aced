using System.Text.Json;
using System.Text.Json.Serialization;
using Recofilm.Core.Content;
using Recofilm.Core.Hybrid;
using Recofilm.Core.Popularity;
using Recofilm.Core.Ranking;
using Recofilm.Core.RatingPrediction;

namespace Recofilm.Core.Fitting;

/// <summary>The options of every model's training; the defaults are the tuned values.</summary>
public sealed record ModelOptions
{
    /// <summary>The options of the rating head.</summary>
    public BayesianMatrixFactorizationOptions Svd { get; init; } = new();

    /// <summary>The options of the ranking head.</summary>
    public CollaborativeOptions Collaborative { get; init; } = new();

    /// <summary>The options of the content model.</summary>
    public ContentOptions Content { get; init; } = new();

    /// <summary>The options of the averages behind popularity and genre lists.</summary>
    public ColdStartOptions ColdStart { get; init; } = new();

    /// <summary>The options of the hybrid.</summary>
    public HybridOptions Hybrid { get; init; } = new();

    /// <summary>Returns the same options with another number of threads, which changes no result.</summary>
    public ModelOptions On(int threads) => this with
    {
        Svd = Svd with { Threads = threads },
        Collaborative = Collaborative with { Threads = threads },
        Hybrid = Hybrid with { Threads = threads },
    };

    /// <summary>Returns the same options with few sweeps, splits and trees, so that training takes seconds.</summary>
    public ModelOptions Quick() => this with
    {
        Svd = Svd with { BurnInSweeps = Math.Min(Svd.BurnInSweeps, 10), Samples = Math.Min(Svd.Samples, 5) },
        Hybrid = Hybrid with
        {
            SplitsOfAKind = 1,
            NewUserSplits = Math.Min(Hybrid.NewUserSplits, 1),
            TimeSplits = 0,
            ListsOfAKind = Math.Min(Hybrid.ListsOfAKind, 500),
            Ensemble = Hybrid.Ensemble with { Trees = Math.Min(Hybrid.Ensemble.Trees, 60) },
        },
    };

    /// <summary>Checks every option of every model.</summary>
    /// <exception cref="ArgumentException">An option is out of its range; the message names it and the range.</exception>
    public void Validate()
    {
        Svd.Validate();
        Collaborative.Validate();
        Content.Validate();
        ColdStart.Validate();
        Hybrid.Validate();
    }

    /// <summary>Returns the options as the JSON object that a manifest and a training run record.</summary>
    public JsonElement ToJson() => JsonSerializer.SerializeToElement(On(threads: 0), ModelOptionsJson.Default.ModelOptions);
}

/// <summary>The JSON format of options, and of the session blend that a model has.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ModelOptions))]
[JsonSerializable(typeof(LearnedSessionBlend))]
internal sealed partial class ModelOptionsJson : JsonSerializerContext;
