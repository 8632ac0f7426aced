using System.Text.Json;
using System.Text.Json.Serialization;
using Recofilm.Core.Database;

namespace Recofilm.Functions.Requests;

/// <summary>Writes every time of the API as <see cref="UtcTime"/> does.</summary>
internal sealed class TimeJsonConverter : JsonConverter<DateTimeOffset>
{
    /// <inheritdoc/>
    public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.GetDateTimeOffset();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options)
    {
        Span<byte> text = stackalloc byte[UtcTime.Length];
        UtcTime.Write(value, text);
        writer.WriteStringValue(text);
    }
}
