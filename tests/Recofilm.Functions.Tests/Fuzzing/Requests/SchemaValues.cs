using System.Globalization;
using System.Text.Json;
using CsCheck;

namespace Recofilm.Functions.Tests.Fuzzing.Requests;

/// <summary>
/// Draws JSON texts by a schema of the OpenAPI document: mostly valid ones, some at a bound or beyond, and a few wrong.
/// </summary>
/// <param name="document">The document, for references.</param>
internal sealed class SchemaValues(JsonElement document)
{
    /// <summary>Identifiers up to this one exist in the tiny catalogue, except for the last few.</summary>
    public const int LastIdentifier = 130;

    private static readonly Gen<string> _wrong = Gen.OneOf(
        "null", "true", "0", "-1", "1.5", "1e400", "99999999999999999999", "\"\"", "\"x\"", "\"\\u0000\"", "\"\\ud800\"", "[]",
        "{}", "[null]", "{\"a\":1}", "\"5\"", "NaN");

    private static readonly Gen<string> _text = Gen.OneOf(
        "Drama", "Comedy", "drama", "Nonsense", "Movie 5", "movie", "tag 3", "DE", "en", "xx", "Amélie 東京", "' OR 1=1 --", "%",
        "_", "\t", "2020-01-01T00:00:00Z", "2020-13-01", "http://example.com/a.jpg", "https://a b", "tt0000001",
        Placeholders.Recommendation, Placeholders.Version, Placeholders.Export);

    /// <summary>The texts that a schema describes.</summary>
    public Gen<string> Of(JsonElement schema) => Gen.Frequency((9, Valid(schema)), (3, Bound(schema)), (1, _wrong));

    /// <summary>
    /// The texts of a parameter: those of its schema, without the quotation marks of JSON; several for an array, whose parameter
    /// is repeated.
    /// </summary>
    public Gen<string[]> TextsOf(JsonElement schema) => TypeOf(schema) == "array"
        ? Of(schema.GetProperty("items")).Select(Unquoted).Array[1, 3]
        : Of(schema).Select(text => (string[])[Unquoted(text)]);

    /// <summary>The schema that a reference names, or the one that is not null.</summary>
    public JsonElement Resolve(JsonElement schema)
    {
        if (schema.TryGetProperty("$ref", out var reference))
            return Resolve(document.GetProperty("components").GetProperty("schemas").GetProperty(reference.GetString()![21..]));
        return schema.TryGetProperty("oneOf", out var options) ? Resolve(options.EnumerateArray().Last()) : schema;
    }

    private Gen<string> Valid(JsonElement schema)
    {
        schema = Resolve(schema);
        if (schema.TryGetProperty("enum", out var values))
            return Gen.OneOf(values.EnumerateArray().Select(value => value.GetRawText()).ToArray());
        return TypeOf(schema) switch
        {
            "integer" => Gen.Int[Least(schema), Math.Max(Least(schema), Most(schema))]
                .Select(value => value.ToString(CultureInfo.InvariantCulture)),
            "number" => Gen.Int[0, 10].Select(value => (value / 2.0).ToString(CultureInfo.InvariantCulture)),
            "boolean" => Gen.OneOf("true", "false"),
            "array" => Of(schema.GetProperty("items")).Array[(int)(Bound(schema, "minItems") ?? 0), 4].Select(Joined),
            "object" => Members(schema),
            _ => _text.Select(text => JsonSerializer.Serialize(text)),
        };
    }

    private Gen<string> Bound(JsonElement schema)
    {
        schema = Resolve(schema);
        var (least, most) = (Bound(schema, "minimum"), Bound(schema, "maximum"));
        string[] bounds = TypeOf(schema) switch
        {
            "integer" or "number" =>
                [.. new[] { least, least - 1, most, most + 1, 0, int.MinValue }.OfType<double>().Select(Number)],
            "string" =>
            [
                .. Around(Bound(schema, "minLength"), Bound(schema, "maxLength"))
                    .Select(length => $"\"{new string('é', length)}\""),
            ],
            "array" =>
            [
                .. Around(Bound(schema, "minItems"), Bound(schema, "maxItems"))
                    .Select(length => Joined([.. Enumerable.Range(1, length).Select(item => ItemOf(schema, item))])),
            ],
            "object" => ["{}", "{\"unknown\": 1}", "[]"],
            _ => ["null", "\"true\"", "1"],
        };
        return Gen.OneOf(bounds);
    }

    private Gen<string> Members(JsonElement schema)
    {
        if (!schema.TryGetProperty("properties", out var properties))
            return Gen.Const("{}");
        var required = schema.TryGetProperty("required", out var names)
            ? names.EnumerateArray().Select(name => name.GetString()!).ToHashSet(StringComparer.Ordinal) : [];
        var members = properties.EnumerateObject().Select(property =>
        {
            // A required member is rarely missing; a few of the others are given.
            var share = required.Contains(property.Name) ? 24 : 3;
            var given = Of(property.Value).Select(value => $"\"{property.Name}\":{value}");
            return Gen.Frequency((share, given), (24 / share, Gen.Const("")));
        });
        return Sequence([.. members, Gen.Frequency((30, Gen.Const("")), (1, Gen.Const("\"titel\":1")))])
            .Select(drawn => $"{{{string.Join(',', drawn.Where(member => member.Length > 0))}}}");
    }

    private static Gen<string[]> Sequence(Gen<string>[] generators) =>
        generators.Aggregate(
            Gen.Const(Array.Empty<string>()),
            (all, next) => Gen.Select(all, next, (drawn, one) => (string[])[.. drawn, one]));

    private string ItemOf(JsonElement schema, int number)
    {
        var item = Resolve(schema.GetProperty("items"));
        return TypeOf(item) switch
        {
            "integer" or "number" => $"{number}",
            "object" => $"{{\"movie_id\":{number},\"rating\":3,\"name\":\"n\"}}",
            _ => $"\"{number}\"",
        };
    }

    private static string Unquoted(string json) =>
        json is ['"', .., '"'] && !json.Contains('\\', StringComparison.Ordinal) ? json[1..^1] : json;

    private static string Joined(string[] items) => $"[{string.Join(',', items)}]";

    private static string Number(double value) => value.ToString(CultureInfo.InvariantCulture);

    // Lengths at the bounds and one beyond, and none.
    private static IEnumerable<int> Around(double? least, double? most) =>
        new[] { least, least - 1, most, most + 1, 0 }.OfType<double>().Where(length => length >= 0).Select(length => (int)length);

    private static int Most(JsonElement schema) => (int)Math.Min(Bound(schema, "maximum") ?? LastIdentifier, LastIdentifier);

    private static int Least(JsonElement schema) => (int)Math.Max(Bound(schema, "minimum") ?? 0, 0);

    private static double? Bound(JsonElement schema, string name) =>
        schema.TryGetProperty(name, out var bound) ? bound.GetDouble() : null;

    // ["null", "integer"] is an integer that may be left out.
    private static string TypeOf(JsonElement schema) =>
        !schema.TryGetProperty("type", out var type) ? "object"
        : type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Last().GetString()!
        : type.GetString()!;
}
