using System.Globalization;
using Microsoft.OpenApi;

namespace Recofilm.Functions.Requests;

/// <summary>A parameter of a query or path. One description serves to read, refuse and document it.</summary>
/// <param name="Name">Its name in the request.</param>
/// <param name="Description">Its text in the API description.</param>
internal abstract record Parameter(string Name, string Description)
{
    /// <summary>The constraint on a value, as it follows the name in an error: "must be …".</summary>
    public abstract string Expectation { get; }

    /// <summary>Its JSON Schema for the API description.</summary>
    public abstract OpenApiSchema Schema { get; }

    /// <summary>The largest number of occurrences in a query.</summary>
    public virtual int MaximumOccurrences => 1;

    /// <summary>Whether a text is one of its values.</summary>
    public abstract bool Accepts(string text);
}

/// <summary>A whole number.</summary>
internal sealed record IntegerParameter(string Name, string Description, int Minimum, int Maximum, int? Default = null)
    : Parameter(Name, Description)
{
    /// <inheritdoc/>
    public override string Expectation => Maximum == int.MaxValue
        ? $"must be an integer from {Minimum}"
        : $"must be an integer from {Minimum} to {Maximum}";

    /// <inheritdoc/>
    public override OpenApiSchema Schema => new()
    {
        Type = JsonSchemaType.Integer,
        Format = "int32",
        Minimum = Minimum.ToString(CultureInfo.InvariantCulture),
        Maximum = Maximum.ToString(CultureInfo.InvariantCulture),
        Default = Default,
    };

    /// <inheritdoc/>
    public override bool Accepts(string text) => TryParse(text, out _);

    /// <summary>Whether a value is in the range.</summary>
    public bool Allows(int value) => value >= Minimum && value <= Maximum;

    /// <summary>Reads a value.</summary>
    public bool TryParse(string text, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value) && Allows(value);
}

/// <summary>A number from 0 to 1.</summary>
internal sealed record ShareParameter(string Name, string Description, double Default) : Parameter(Name, Description)
{
    /// <inheritdoc/>
    public override string Expectation => "must be a number from 0 to 1";

    /// <inheritdoc/>
    public override OpenApiSchema Schema => new()
    {
        Type = JsonSchemaType.Number,
        Format = "double",
        Minimum = "0",
        Maximum = "1",
        Default = Default,
    };

    /// <inheritdoc/>
    public override bool Accepts(string text) => TryParse(text, out _);

    /// <summary>Whether a value is in the range; NaN is not.</summary>
    public static bool Allows(double value) => value is >= 0 and <= 1;

    /// <summary>Reads a value.</summary>
    public static bool TryParse(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && Allows(value);
}

/// <summary>True or false; false when absent.</summary>
internal sealed record FlagParameter(string Name, string Description) : Parameter(Name, Description)
{
    /// <inheritdoc/>
    public override string Expectation => "must be true or false";

    /// <inheritdoc/>
    public override OpenApiSchema Schema => new() { Type = JsonSchemaType.Boolean, Default = false };

    /// <inheritdoc/>
    public override bool Accepts(string text) => bool.TryParse(text, out _);
}

/// <summary>A text; with <paramref name="MaximumCount"/> above 1, several by repeating the parameter.</summary>
internal sealed record TextParameter(string Name, string Description, int MaximumLength, int MaximumCount = 1)
    : Parameter(Name, Description)
{
    /// <inheritdoc/>
    public override string Expectation => MaximumCount == 1
        ? $"must be a text of 1 to {MaximumLength} characters without control characters"
        : $"must be at most {MaximumCount} texts of 1 to {MaximumLength} characters without control characters";

    /// <inheritdoc/>
    public override OpenApiSchema Schema => MaximumCount == 1 ? One : new OpenApiSchema
    {
        Type = JsonSchemaType.Array,
        Items = One,
        MaxItems = MaximumCount,
    };

    /// <inheritdoc/>
    public override int MaximumOccurrences => MaximumCount;

    /// <inheritdoc/>
    public override bool Accepts(string text) => Allows(text);

    private OpenApiSchema One => new() { Type = JsonSchemaType.String, MinLength = 1, MaxLength = MaximumLength };

    /// <summary>Whether a text is acceptable; PostgreSQL has no NUL in texts, and no title has control characters.</summary>
    public bool Allows(string? text) =>
        text is { Length: > 0 } && text.Length <= MaximumLength && !text.Any(char.IsControl) && !HasLoneSurrogate(text);

    private static bool HasLoneSurrogate(string text) => text.EnumerateRunes().Any(rune => rune.Value == 0xFFFD);
}

/// <summary>One of a few words.</summary>
internal sealed record ChoiceParameter(string Name, string Description, params IReadOnlyList<string> Choices)
    : Parameter(Name, Description)
{
    /// <inheritdoc/>
    public override string Expectation => "must be " + string.Join(" or ", Choices);

    /// <inheritdoc/>
    public override OpenApiSchema Schema => new()
    {
        Type = JsonSchemaType.String,
        Enum = [.. Choices.Select(choice => System.Text.Json.Nodes.JsonValue.Create(choice))],
        Default = Choices[0],
    };

    /// <inheritdoc/>
    public override bool Accepts(string text) => Choices.Contains(text);
}

/// <summary>Identifiers, separated by commas or by repeating the parameter.</summary>
internal sealed record IntegerListParameter(string Name, string Description, int MaximumCount) : Parameter(Name, Description)
{
    /// <inheritdoc/>
    public override string Expectation => $"must be at most {MaximumCount} integers from 1";

    /// <inheritdoc/>
    public override OpenApiSchema Schema => new()
    {
        Type = JsonSchemaType.Array,
        Items = new OpenApiSchema { Type = JsonSchemaType.Integer, Format = "int32", Minimum = "1" },
        MaxItems = MaximumCount,
    };

    /// <inheritdoc/>
    public override int MaximumOccurrences => MaximumCount;

    /// <inheritdoc/>
    public override bool Accepts(string text) => Array.TrueForAll(text.Split(','), part => TryParse(part, out _));

    /// <summary>Whether identifiers are acceptable.</summary>
    public bool Allows(IReadOnlyList<int> values) => values.Count <= MaximumCount && values.All(value => value > 0);

    /// <summary>Reads one identifier.</summary>
    public static bool TryParse(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value) && value > 0;
}

/// <summary>An identifier in a path: a number, or "external:" and an external identifier.</summary>
internal sealed record ReferenceParameter(string Name, string Description) : Parameter(Name, Description)
{
    /// <inheritdoc/>
    public override string Expectation => $"must be an integer from 1, or {ExternalIds.PathPrefix} and an external_id";

    /// <inheritdoc/>
    public override OpenApiSchema Schema => new()
    {
        // Client generators read "integer or string" as integer, and their clients could not send external identifiers.
        Type = JsonSchemaType.String,
        Pattern = $"^([1-9][0-9]*|{ExternalIds.PathPrefix}.+)$",
        MaxLength = ExternalIds.PathPrefix.Length + ExternalIds.MaximumLength,
    };

    /// <inheritdoc/>
    public override bool Accepts(string text) => TryParse(text, out _, out _);

    /// <summary>Reads an identifier; exactly one of the two results is set.</summary>
    public static bool TryParse(string text, out int id, out string? externalId)
    {
        externalId = null;
        if (!text.StartsWith(ExternalIds.PathPrefix, StringComparison.Ordinal))
            return IntegerListParameter.TryParse(text, out id);
        externalId = PathText.Unescape(text[ExternalIds.PathPrefix.Length..]);
        id = 0;
        return ExternalIds.Field.Allows(externalId);
    }
}
