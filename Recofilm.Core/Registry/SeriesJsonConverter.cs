using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Recofilm.Core.Registry;

/// <summary>Writes series of numbers, each on one line of an indented document, with six significant digits.</summary>
internal sealed class SeriesJsonConverter : JsonConverter<IReadOnlyDictionary<string, IReadOnlyList<double>>>
{
    /// <inheritdoc/>
    public override IReadOnlyDictionary<string, IReadOnlyList<double>> Read(
        ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
            throw new JsonException("Series must be an object.");
        var series = new SortedDictionary<string, IReadOnlyList<double>>(StringComparer.Ordinal);
        foreach (var property in document.RootElement.EnumerateObject())
        {
            if (property.Value.ValueKind != JsonValueKind.Array
                || property.Value.EnumerateArray()
                    .Any(value => value.ValueKind is not (JsonValueKind.Number or JsonValueKind.Null)))
            {
                throw new JsonException($"The series {property.Name} must be an array of numbers.");
            }

            var isNew = series.TryAdd(property.Name, [.. property.Value.EnumerateArray()
                .Select(value => value.ValueKind == JsonValueKind.Null ? double.NaN : value.GetDouble())]);
            if (!isNew)
                throw new JsonException($"The series {property.Name} is there twice.");
        }

        return series;
    }

    /// <inheritdoc/>
    public override void Write(
        Utf8JsonWriter writer, IReadOnlyDictionary<string, IReadOnlyList<double>> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (name, values) in value)
        {
            writer.WritePropertyName(name);
            writer.WriteRawValue($"[{string.Join(',', values.Select(Text))}]");
        }

        writer.WriteEndObject();
    }

    private static string Text(double value) =>
        double.IsFinite(value) ? value.ToString("G6", CultureInfo.InvariantCulture) : "null";
}
