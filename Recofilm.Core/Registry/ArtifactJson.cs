using System.Text.Json.Serialization;

namespace Recofilm.Core.Registry;

/// <summary>Serializes the registry's JSON blobs in snake_case, indented for human readers.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n",
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ModelManifest))]
[JsonSerializable(typeof(ChallengerPointer))]
[JsonSerializable(typeof(ChampionPointer))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, double>))]
internal sealed partial class ArtifactJson : JsonSerializerContext;
