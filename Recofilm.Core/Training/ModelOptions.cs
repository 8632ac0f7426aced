using System.Text.Json;
using System.Text.Json.Serialization;
using Recofilm.Core.ColdStart;
using Recofilm.Core.Collaborative;
using Recofilm.Core.Collaborative.Svd;
using Recofilm.Core.Content;
using Recofilm.Core.Hybrid;

namespace Recofilm.Core.Training;

/// <summary>How every model is trained; the defaults are the tuned values.</summary>
public sealed record ModelOptions
{
    /// <summary>Of the rating head.</summary>
    public SvdOptions Svd { get; init; } = new();

    /// <summary>Of the ranking head.</summary>
    public CollaborativeOptions Collaborative { get; init; } = new();

    /// <summary>Of the content model.</summary>
    public ContentOptions Content { get; init; } = new();

    /// <summary>Of the averages behind popularity and genre lists.</summary>
    public ColdStartOptions ColdStart { get; init; } = new();

    /// <summary>Of the learned combination.</summary>
    public HybridOptions Hybrid { get; init; } = new();

    /// <summary>The same options on another number of threads, which changes no result.</summary>
    public ModelOptions On(int threads) => this with
    {
        Svd = Svd with { Threads = threads },
        Collaborative = Collaborative with { Threads = threads },
        Hybrid = Hybrid with { Threads = threads },
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

    /// <summary>The options as a JSON object: what a manifest and a training run record.</summary>
    public JsonElement ToJson() => JsonSerializer.SerializeToElement(On(threads: 0), ModelOptionsJson.Default.ModelOptions);
}

/// <summary>How options are written.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ModelOptions))]
internal sealed partial class ModelOptionsJson : JsonSerializerContext;
