using System.Text.Json;
using System.Text.Json.Serialization;

namespace Recofilm.Core.BlobImports;

/// <summary>A message that asks for an import; it waits in the same queue as trainings.</summary>
/// <param name="ImportId">The import.</param>
public sealed record ImportMessage(Guid ImportId)
{
    /// <summary>Reads a message.</summary>
    /// <returns>The message, or <see langword="null"/> when the text asks for something else.</returns>
    public static ImportMessage? TryParse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ImportMessageJson.Default.ImportMessage);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Formats the message as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, ImportMessageJson.Default.ImportMessage);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ImportMessage))]
internal sealed partial class ImportMessageJson : JsonSerializerContext;
