using System.Text.Json;
using System.Text.Json.Serialization;

namespace Recofilm.Core.Exports;

/// <summary>A message that asks for an export; it waits in the same queue as trainings.</summary>
/// <param name="ExportId">The export.</param>
public sealed record ExportMessage(Guid ExportId)
{
    /// <summary>Reads a message.</summary>
    /// <returns>The message, or <see langword="null"/> when the text asks for something else.</returns>
    public static ExportMessage? TryParse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ExportMessageJson.Default.ExportMessage);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Formats the message as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ExportMessageJson.Default.ExportMessage);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ExportMessage))]
internal sealed partial class ExportMessageJson : JsonSerializerContext;
