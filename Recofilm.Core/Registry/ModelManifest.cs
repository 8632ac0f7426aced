using System.Text.Json;
using System.Text.Json.Serialization;

namespace Recofilm.Core.Registry;

/// <summary>
/// Lists the parts of a model version and their origin. Written after the version's files: a version with a manifest is
/// complete.
/// </summary>
public sealed record ModelManifest : IJsonOnDeserialized
{
    /// <summary>The name of the blob that holds it.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The format of artifacts that this program writes and reads.</summary>
    public const int CurrentSchemaVersion = 1;

    // The serialiser hands null to the initialisers of members that the text does not have.
    private static readonly IReadOnlyDictionary<string, IReadOnlyList<double>> _noSeries =
        new Dictionary<string, IReadOnlyList<double>>();

    /// <summary>The format of the version's files.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>The version described.</summary>
    public required ModelVersion Version { get; init; }

    /// <summary>When training ended, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The version of the program that trained it.</summary>
    public required string CodeVersion { get; init; }

    /// <summary>The recipe by which it was trained; 0 for versions of programs that did not record it.</summary>
    public int RecipeVersion { get; init; }

    /// <summary>The trigger of the training, such as "timer".</summary>
    public required string Trigger { get; init; }

    /// <summary>
    /// The kind of training: "full", "partial" or "first"; <see langword="null"/> for versions of programs that did not
    /// record it.
    /// </summary>
    public string? Kind { get; init; }

    /// <summary>The data it learned from.</summary>
    public required TrainingDataSummary Data { get; init; }

    /// <summary>The options it was trained with.</summary>
    public required JsonElement Parameters { get; init; }

    /// <summary>
    /// The measures from before the final fit, by name such as <c>svd_rmse</c> or <c>hybrid_in_visit_ndcg</c>; a measure with
    /// <c>_se</c> appended is its standard error.
    /// </summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>
    /// How the final fit went on, one value a sweep or tree, by measure such as <c>svd_residual</c>. Empty for versions of
    /// programs that did not record it.
    /// </summary>
    [JsonConverter(typeof(SeriesJsonConverter))]
    public IReadOnlyDictionary<string, IReadOnlyList<double>> History { get; init => field = value ?? _noSeries; } = _noSeries;

    /// <summary>Whether it may become champion by itself.</summary>
    public required GateDecision Gate { get; init; }

    /// <summary>The files that serve, in ordinal order of their names.</summary>
    public required IReadOnlyList<ModelFile> Files { get; init; }

    /// <summary>
    /// The files of the models that were measured, which did not see the ratings held back: what a later candidate is
    /// compared with. Empty when the data were too few to hold anything back.
    /// </summary>
    public IReadOnlyList<ModelFile> EvaluationFiles { get; init => field = value ?? []; } = [];

    /// <summary>
    /// Lists by which a loaded version is compared with what training made. Empty for versions of programs that did not record
    /// them.
    /// </summary>
    public IReadOnlyList<ReferenceList> ReferenceLists { get; init => field = value ?? []; } = [];

    /// <summary>The version whose parameters the training started from; <see langword="null"/> for a full training.</summary>
    public ModelVersion? RefinedFrom { get; init; }

    // The serialiser forbids null members, not null items.
    void IJsonOnDeserialized.OnDeserialized()
    {
        foreach (var files in (IReadOnlyList<ModelFile?>[])[Files, EvaluationFiles])
        {
            if (files.Contains(null) || files.DistinctBy(file => file!.Name).Count() < files.Count)
                throw new JsonException("files must be there, each under a name of its own.");
        }

        foreach (ReferenceList? list in ReferenceLists)
        {
            if (list is null || list.MovieIds.Count != list.Scores.Count || !list.Scores.All(float.IsFinite))
                throw new JsonException("reference_lists must have a finite score for each movie.");
        }

        RequireUnicode(Parameters);

        // A number too large for its type is read as infinity, which nobody can write again.
        if (!Metrics.Values.All(double.IsFinite))
            throw new JsonException("metrics must be finite numbers.");
    }

    /// <summary>The manifest as JSON, UTF-8, indented.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ArtifactJson.Default.ModelManifest);

    // Half of a surrogate pair is valid JSON, but nothing can write it again.
    private static void RequireUnicode(JsonElement value)
    {
        try
        {
            using var writer = new Utf8JsonWriter(Stream.Null);
            value.WriteTo(writer);
        }
        catch (InvalidOperationException exception)
        {
            throw new JsonException("parameters must be Unicode text.", exception);
        }
    }

    /// <summary>Reads a manifest.</summary>
    /// <exception cref="InvalidDataException">
    /// The text is not a manifest, or its schema version is not <see cref="CurrentSchemaVersion"/>.
    /// </exception>
    public static ModelManifest FromJson(ReadOnlySpan<byte> json)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize(json, ArtifactJson.Default.ModelManifest)
                ?? throw new InvalidDataException("The manifest is null.");
            return manifest.SchemaVersion == CurrentSchemaVersion
                ? manifest
                : throw new InvalidDataException(
                    $"Model {manifest.Version} has schema version {manifest.SchemaVersion}; "
                    + $"this program reads {CurrentSchemaVersion}.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The manifest is not readable: {exception.Message}", exception);
        }
    }
}
