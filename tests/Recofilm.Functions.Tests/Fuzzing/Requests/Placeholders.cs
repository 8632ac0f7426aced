using System.Text.Json;

namespace Recofilm.Functions.Tests.Fuzzing.Requests;

/// <summary>
/// Identifiers that only answers contain: a drawn request has a placeholder, and is sent with the last one answered.
/// </summary>
internal sealed class Placeholders
{
    public const string Recommendation = "@recommendation@";
    public const string Version = "@version@";
    public const string Export = "@export@";

    private readonly Dictionary<string, string> _values = new()
    {
        [Recommendation] = "019ab5f0-7a3c-7c11-9d2e-5b1f0c8a4e77",
        [Version] = "20260101T000000Z-00000000",
        [Export] = "019ab5f0-7a3c-7c11-9d2e-5b1f0c8a4e77",
    };

    /// <summary>Keeps the identifiers of an answer.</summary>
    public void Learn(JsonElement answer)
    {
        if (answer.ValueKind != JsonValueKind.Object)
            return;
        foreach (var (placeholder, name) in (ReadOnlySpan<(string, string)>)
            [(Recommendation, "recommendation_id"), (Version, "model_version"), (Export, "export_id")])
        {
            if (answer.TryGetProperty(name, out var value) && value.GetString() is { } text)
                _values[placeholder] = text;
        }
    }

    /// <summary>Puts them into a text.</summary>
    public string Fill(string text) =>
        _values.Aggregate(text, (filled, value) => filled.Replace(value.Key, value.Value, StringComparison.Ordinal));
}
