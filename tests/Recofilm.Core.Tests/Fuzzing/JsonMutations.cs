using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;

namespace Recofilm.Core.Tests.Fuzzing;

/// <summary>Ways to change a JSON document that keep it JSON: values replaced, members left out, doubled or added.</summary>
internal static class JsonMutations
{
    private static readonly string[] _values =
    [
        "null", "true", "0", "-1", "1.5", "1e400", "-1e400", "99999999999999999999", "2147483648", "9223372036854775807",
        "\"\"", "\"x\"",
        "\"\\u0000\"", "\"\\ud800\"", "\"../../x\"", "\"20261124T000001Z-00000001\"",
        "\"9999-12-31T23:59:59.9999999+14:00\"", "[]", "[null]",
        "{}", "{\"\":null}", "[[[[[[]]]]]]", $"\"{new string('s', 3_000)}\"",
        "{\"a\":[1],\"a\":[2]}", "{\"\\ud800\":[1]}", "[1,null,\"x\"]",
    ];

    /// <summary>One to three changes.</summary>
    public static Gen<Change[]> Changes { get; } =
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, int.MaxValue - 1], Gen.Int[0, _values.Length - 1])
            .Select((kind, place, value) => new Change(kind, place, _values[value])).Array[1, 3];

    /// <summary>Changes a document.</summary>
    public static byte[] Apply(byte[] json, IEnumerable<Change> changes)
    {
        var document = JsonNode.Parse(json)!;
        var marks = new Dictionary<string, string>();
        foreach (var change in changes)
        {
            var places = Places(document).ToList();
            if (places.Count == 0)
                break;
            var (parent, key) = places[change.Place % places.Count];
            change.Apply(parent, key, marks);
        }

        // JsonNode cannot hold some values, such as a member that is there twice: they are put in as text.
        var text = document.ToJsonString();
        foreach (var (mark, value) in marks)
            text = text.Replace($"\"{mark}\"", value, StringComparison.Ordinal);
        return System.Text.Encoding.UTF8.GetBytes(text);
    }

    private static IEnumerable<(JsonNode Parent, object Key)> Places(JsonNode? node) => node switch
    {
        JsonObject members => members.SelectMany(
            member => Places(member.Value).Prepend((members, member.Key))),
        JsonArray items => items.Index().SelectMany(item => Places(item.Item).Prepend((items, item.Index))),
        _ => [],
    };
}

/// <summary>A change of a JSON document.</summary>
/// <param name="Kind">Which.</param>
/// <param name="Place">Where, modulo the number of values.</param>
/// <param name="Value">A value as JSON.</param>
internal sealed record Change(int Kind, int Place, string Value)
{
    /// <summary>Makes it.</summary>
    /// <param name="parent">The object or array.</param>
    /// <param name="key">The member's name or the item's index.</param>
    /// <param name="marks">Texts that stand for values that are put in at last.</param>
    public void Apply(JsonNode parent, object key, Dictionary<string, string> marks)
    {
        var mark = $"mark{marks.Count}";
        marks[mark] = Value;
        switch (parent)
        {
            case JsonObject members when Kind == 0:
                members.Remove((string)key);
                break;
            case JsonObject members when Kind == 1:
                marks[mark] = $"{Value},{JsonSerializer.Serialize((string)key)}:{members[(string)key]?.ToJsonString() ?? "null"}";
                members[(string)key] = mark;
                break;
            case JsonObject members:
                members[(string)key] = mark;
                break;
            case JsonArray items when Kind == 0:
                items.RemoveAt((int)key);
                break;
            case JsonArray items when Kind == 1:
                items.Insert((int)key, items[(int)key]?.DeepClone());
                break;
            case JsonArray items:
                items[(int)key] = mark;
                break;
        }
    }
}
