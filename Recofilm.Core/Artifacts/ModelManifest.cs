using System.Text.Json;
using System.Text.Json.Serialization;

namespace Recofilm.Core.Artifacts;

/// <summary>
/// What a model version consists of and where it comes from. Written after the version's files: a version with a manifest is
/// complete.
/// </summary>
public sealed record ModelManifest
{
    /// <summary>The name of the blob that holds it.</summary>
    public const string FileName = "manifest.json";

    /// <summary>The format of artifacts that this program writes and reads.</summary>
    public const int CurrentSchemaVersion = 1;

    /// <summary>The format of the version's files.</summary>
    public required int SchemaVersion { get; init; }

    /// <summary>The version described.</summary>
    public required ModelVersion Version { get; init; }

    /// <summary>When training ended, UTC.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The version of the program that trained it.</summary>
    public required string CodeVersion { get; init; }

    /// <summary>What started the training, such as "timer".</summary>
    public required string Trigger { get; init; }

    /// <summary>The data it learned from.</summary>
    public required TrainingDataSummary Data { get; init; }

    /// <summary>The options it was trained with.</summary>
    public required JsonElement Parameters { get; init; }

    /// <summary>
    /// What was measured before the final fit, by name such as <c>svd_rmse</c> or <c>hybrid_in_visit_ndcg</c>; a measure with
    /// <c>_se</c> appended is its standard error.
    /// </summary>
    public required IReadOnlyDictionary<string, double> Metrics { get; init; }

    /// <summary>
    /// How the final fit went on, one value a sweep or tree, by measure such as <c>svd_residual</c>. Empty for versions of
    /// programs that did not record it.
    /// </summary>
    [JsonConverter(typeof(SeriesJsonConverter))]
    public IReadOnlyDictionary<string, IReadOnlyList<double>> History { get; init; } =
        new Dictionary<string, IReadOnlyList<double>>();

    /// <summary>Whether it may become champion by itself.</summary>
    public required GateDecision Gate { get; init; }

    /// <summary>The files that serve, in ordinal order of their names.</summary>
    public required IReadOnlyList<ModelFile> Files { get; init; }

    /// <summary>
    /// The files of the models that were measured, which did not see the ratings held back: what a later candidate is
    /// compared with. Empty when the data were too few to hold anything back.
    /// </summary>
    public IReadOnlyList<ModelFile> EvaluationFiles { get; init; } = [];

    /// <summary>The version whose parameters the training started from; <see langword="null"/> for a full training.</summary>
    public ModelVersion? RefinedFrom { get; init; }

    /// <summary>The manifest as JSON, UTF-8, indented.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ArtifactJson.Default.ModelManifest);

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
                    $"Model {manifest.Version} has schema version {manifest.SchemaVersion}; this program reads {CurrentSchemaVersion}.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The manifest is not readable: {exception.Message}", exception);
        }
    }
}
