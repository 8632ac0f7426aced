using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Evaluation.Tuning;

/// <summary>What a search found, as the file that is reviewed and kept: docs/models/tuning/&lt;model&gt;.json.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Command">The command that found it.</param>
/// <param name="DataFingerprint">Equal for equal ratings.</param>
/// <param name="Trials">How many options were tried.</param>
/// <param name="First">Where the search started.</param>
/// <param name="Best">What it found.</param>
public sealed record TuningResult(
    string Model, string Command, string DataFingerprint, int Trials, TuningTrial First, TuningTrial Best)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>Equal for equal ratings.</summary>
    public static string FingerprintOf(RatingMatrix ratings)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(MemoryMarshal.AsBytes(ratings.UserIds));
        hash.AppendData(MemoryMarshal.AsBytes(ratings.RowStarts));
        hash.AppendData(MemoryMarshal.AsBytes(ratings.Items));
        hash.AppendData(MemoryMarshal.AsBytes(ratings.Ratings));
        hash.AppendData(MemoryMarshal.AsBytes(ratings.Timestamps));
        return Convert.ToHexStringLower(hash.GetHashAndReset()[..8]);
    }

    /// <summary>The file's text.</summary>
    public string ToJson() => new JsonObject
    {
        ["model"] = Model,
        ["command"] = Command,
        ["data"] = DataFingerprint,
        ["trials"] = Trials,
        ["options"] = ToJson(Best.Options),
        ["score"] = Math.Round(Best.Score, 4),
        ["measures"] = ToJson(Best.Measures),
        ["started_from"] = new JsonObject { ["score"] = Math.Round(First.Score, 4), ["measures"] = ToJson(First.Measures) },
    }.ToJsonString(Indented) + "\n";

    /// <summary>The options of a file that <see cref="ToJson()"/> made.</summary>
    /// <exception cref="InvalidDataException">The text is no such file.</exception>
    public static SortedDictionary<string, double> ReadOptions(string json)
    {
        try
        {
            return JsonNode.Parse(json)?["options"]?.Deserialize(TuningJson.Default.SortedDictionaryStringDouble)
                ?? throw new InvalidDataException("The result of a search has options; this has none.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException("This is not the result of a search.", exception);
        }
    }

    private static JsonObject ToJson(SortedDictionary<string, double> values) =>
        new(values.Select(value => KeyValuePair.Create<string, JsonNode?>(value.Key, Math.Round(value.Value, 4))));
}
