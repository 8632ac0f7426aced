using System.Text.Json;
using System.Text.RegularExpressions;
using Npgsql;
using NpgsqlTypes;
using Recofilm.Core.Database.Movies;

namespace Recofilm.Core.Database.Bulk;

/// <summary>A trimmed text of limited length, which must match the pattern, if there is one.</summary>
internal sealed record TextType(
    int MaximumLength, Regex? Pattern = null, string? Form = null, bool AllowsLineEnds = false)
    : BulkType("text", Form ?? $"must be a text of 1 to {MaximumLength} characters without control characters")
{
    public override bool TryRead(ref Utf8JsonReader reader, out BulkValue value)
    {
        value = default;
        return reader.TokenType == JsonTokenType.String && TryRead(reader.GetString()!, out value);
    }

    public override bool TryRead(string text, out BulkValue value)
    {
        var trimmed = text.Trim();
        value = BulkValue.Of(trimmed);
        return Allows(trimmed);
    }

    public override void Write(NpgsqlBinaryImporter copy, in BulkValue value) =>
        copy.Write((string)value.Reference!, NpgsqlDbType.Text);

    /// <summary>Whether a text is valid.</summary>
    public bool Allows(string text) => text.Length > 0 && text.Length <= MaximumLength
        && !HasControl(text) && (Pattern is null || Pattern.IsMatch(text));

    private bool HasControl(string text) => AllowsLineEnds
        ? text.Any(character => char.IsControl(character) && character is not ('\n' or '\r' or '\t'))
        : text.AsSpan().IndexOfAnyInRange('\0', '\u001F') >= 0;
}

/// <summary>Several texts: a JSON array, or in CSV one field with <c>|</c> between them.</summary>
internal sealed record TextListType(TextType Item, int MaximumCount)
    : BulkType("text[]", $"must be at most {MaximumCount} texts, each of which {Item.Expectation}")
{
    public override bool TryRead(ref Utf8JsonReader reader, out BulkValue value)
    {
        value = default;
        if (reader.TokenType != JsonTokenType.StartArray)
            return false;
        var texts = new List<string>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (!Item.TryRead(ref reader, out var text))
                return false;
            texts.Add((string)text.Reference!);
        }

        value = BulkValue.Of(texts.ToArray());
        return texts.Count <= MaximumCount;
    }

    public override bool TryRead(string text, out BulkValue value)
    {
        string[] texts = text.Split('|', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        value = BulkValue.Of(texts);
        return texts.Length <= MaximumCount && Array.TrueForAll(texts, Item.Allows);
    }

    public override void Write(NpgsqlBinaryImporter copy, in BulkValue value) =>
        copy.Write((string[])value.Reference!, NpgsqlDbType.Array | NpgsqlDbType.Text);
}

/// <summary>People: an array of objects with <c>name</c> and <c>role</c>; in CSV the same JSON in one field.</summary>
internal sealed record PeopleType() : BulkType(
    "jsonb", $"must be an array of at most {MaximumCount} objects with name and, if known, role")
{
    private const int MaximumCount = 200;
    private const int MaximumLength = 200;

    public override bool TryRead(ref Utf8JsonReader reader, out BulkValue value)
    {
        value = default;
        if (reader.TokenType != JsonTokenType.StartArray)
            return false;
        try
        {
            var people = JsonSerializer.Deserialize(ref reader, PeopleJson.Default.IReadOnlyListPerson)!;
            value = BulkValue.Of(JsonSerializer.Serialize(people, PeopleJson.Default.IReadOnlyListPerson));
            return people.Count <= MaximumCount
                && people.All(person => person is { Name.Length: > 0 } && IsText(person.Name) && IsText(person.Role ?? ""));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public override bool TryRead(string text, out BulkValue value)
    {
        value = default;
        try
        {
            var reader = new Utf8JsonReader(System.Text.Encoding.UTF8.GetBytes(text));
            return reader.Read() && TryRead(ref reader, out value);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public override void Write(NpgsqlBinaryImporter copy, in BulkValue value) =>
        copy.Write((string)value.Reference!, NpgsqlDbType.Jsonb);

    private static bool IsText(string text) => text.Length <= MaximumLength && !text.Any(char.IsControl);
}
