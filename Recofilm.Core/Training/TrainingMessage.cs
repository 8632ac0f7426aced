using System.Text.Json;
using System.Text.Json.Serialization;

namespace Recofilm.Core.Training;

/// <summary>A message of the training queue; names the run of <c>training_runs</c> that is to be trained.</summary>
/// <param name="RunId">The identifier of the run.</param>
/// <param name="Trigger">The trigger of the run.</param>
/// <param name="Kind">The extent of the training.</param>
public sealed record TrainingMessage(long RunId, TrainingTrigger Trigger, TrainingKind Kind)
{
    /// <summary>Parses a message.</summary>
    /// <exception cref="InvalidDataException">The text is not a message of this queue.</exception>
    public static TrainingMessage Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, TrainingMessageJson.Default.TrainingMessage)
                ?? throw new InvalidDataException("The training message is null.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"The training message is not readable: {exception.Message}", exception);
        }
    }

    /// <summary>Formats the message as JSON.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, TrainingMessageJson.Default.TrainingMessage);
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectRequiredConstructorParameters = true,
    Converters = [typeof(SnakeCaseEnumConverter<TrainingTrigger>), typeof(SnakeCaseEnumConverter<TrainingKind>)])]
[JsonSerializable(typeof(TrainingMessage))]
internal sealed partial class TrainingMessageJson : JsonSerializerContext;

// Numbers are refused, so a value must be a name.
internal sealed class SnakeCaseEnumConverter<T>()
    : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;
