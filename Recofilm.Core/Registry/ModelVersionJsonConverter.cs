using System.Text.Json;
using System.Text.Json.Serialization;

namespace Recofilm.Core.Registry;

/// <summary>Converts a <see cref="ModelVersion"/> to and from its name.</summary>
public sealed class ModelVersionJsonConverter : JsonConverter<ModelVersion>
{
    /// <inheritdoc/>
    public override ModelVersion Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && ModelVersion.TryParse(reader.GetString(), out var version)
            ? version
            : throw new JsonException("Expected the name of a model version.");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, ModelVersion value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString());
}
