using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Nodes;
using Recofilm.Core.Ratings;

namespace Recofilm.Lab.Tuning;

/// <summary>The result of a search, as the file that is reviewed and kept: docs/models/tuning/&lt;model&gt;.json.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Command">The command that ran the search.</param>
/// <param name="DataFingerprint">The fingerprint of the ratings, from <see cref="FingerprintOf"/>.</param>
/// <param name="Trials">The number of trials.</param>
/// <param name="First">The first trial.</param>
/// <param name="Best">The best trial.</param>
public sealed record TuningResult(
    string Model, string Command, string DataFingerprint, int Trials, Trial First, Trial Best)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n" };

    /// <summary>Returns a fingerprint that is equal for equal ratings.</summary>
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

    /// <summary>Returns the file's text.</summary>
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

    /// <summary>Reads the options from a text that <see cref="ToJson()"/> made.</summary>
    /// <exception cref="InvalidDataException">The text is not the result of a search.</exception>
    public static SortedDictionary<string, double> ReadOptions(string json)
    {
        try
        {
            return JsonNode.Parse(json)?["options"]?.Deserialize(TuningJson.Default.SortedDictionaryStringDouble)
                ?? throw new InvalidDataException("The result of a search must have options.");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException("This is not the result of a search.", exception);
        }
    }

    private static JsonObject ToJson(SortedDictionary<string, double> values) =>
        new(values.Select(value => KeyValuePair.Create<string, JsonNode?>(value.Key, Math.Round(value.Value, 4))));
}
