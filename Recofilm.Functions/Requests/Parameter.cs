using System.Globalization;
using Microsoft.OpenApi;

namespace Recofilm.Functions.Requests;

/// <summary>A parameter of a query or path: one description for reading it, refusing it and documenting it.</summary>
/// <param name="Name">Its name in the request.</param>
/// <param name="Description">What it does, for the API description.</param>
internal abstract record Parameter(string Name, string Description)
{
    /// <summary>What a value must be, as it follows the name in an error: "must be …".</summary>
    public abstract string Expectation { get; }

    /// <summary>Its JSON Schema for the API description.</summary>
    public abstract OpenApiSchema Schema { get; }
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
}

/// <summary>A text, or with <paramref name="MaximumCount"/> above 1 several, by repeating the parameter.</summary>
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
}
