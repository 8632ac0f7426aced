using System.Text.Json.Serialization;

namespace Recofilm.Core.Artifacts;

/// <summary>How the registry's JSON blobs are written: snake_case, indented for people who open them.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, NewLine = "\n",
    RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ModelManifest))]
[JsonSerializable(typeof(ChallengerPointer))]
[JsonSerializable(typeof(ChampionPointer))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, double>))]
internal sealed partial class ArtifactJson : JsonSerializerContext;
