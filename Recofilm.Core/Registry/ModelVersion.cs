using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using System.Text.RegularExpressions;

namespace Recofilm.Core.Registry;

/// <summary>
/// The name of a model version, such as <c>20261124T031500Z-1a2b3c4d</c>: the UTC second of its creation and the first eight
/// hexadecimal digits of a hash of its content. Names sort as text in order of time.
/// </summary>
[JsonConverter(typeof(ModelVersionJsonConverter))]
public readonly partial record struct ModelVersion : IComparable<ModelVersion>
{
    private const string TimeFormat = "yyyyMMdd'T'HHmmss'Z'";

    private readonly string? _text;

    private ModelVersion(string text) => _text = text;

    /// <summary>The UTC second that the name starts with.</summary>
    public DateTimeOffset CreatedAt => DateTimeOffset.ParseExact(
        ToString().AsSpan(0, 16), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    /// <summary>Creates the name of a version.</summary>
    /// <param name="createdAt">The time of creation.</param>
    /// <param name="contentHash">A hash of the content in lowercase hexadecimal digits, at least eight.</param>
    /// <exception cref="ArgumentException">The hash is not hexadecimal.</exception>
    public static ModelVersion Create(DateTimeOffset createdAt, string contentHash) =>
        Parse($"{createdAt.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture)}-{contentHash[..8]}");

    /// <summary>Parses a name.</summary>
    /// <exception cref="ArgumentException">The text is not a version's name.</exception>
    public static ModelVersion Parse(string text) => TryParse(text, out var version)
        ? version
        : throw new ArgumentException($"'{text}' is not a model version, such as 20261124T031500Z-1a2b3c4d.", nameof(text));

    /// <summary>Parses a name and returns whether the text is one.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out ModelVersion version)
    {
        var isVersion = text is not null && Shape().IsMatch(text) && DateTimeOffset.TryParseExact(
            text.AsSpan(0, 16), TimeFormat, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out _);
        version = isVersion ? new ModelVersion(text!) : default;
        return isVersion;
    }

    /// <inheritdoc/>
    public int CompareTo(ModelVersion other) => string.CompareOrdinal(_text, other._text);

    /// <summary>Returns the name.</summary>
    public override string ToString() => _text ?? "";

    /// <summary>Returns whether one version was made before another.</summary>
    public static bool operator <(ModelVersion left, ModelVersion right) => left.CompareTo(right) < 0;

    /// <summary>Returns whether one version was made after another.</summary>
    public static bool operator >(ModelVersion left, ModelVersion right) => left.CompareTo(right) > 0;

    /// <summary>Returns whether one version was not made after another.</summary>
    public static bool operator <=(ModelVersion left, ModelVersion right) => left.CompareTo(right) <= 0;

    /// <summary>Returns whether one version was not made before another.</summary>
    public static bool operator >=(ModelVersion left, ModelVersion right) => left.CompareTo(right) >= 0;

    // The pattern ends with \z because $ accepts a line break at the end, and such a name belongs to another blob.
    [GeneratedRegex(@"^\d{8}T\d{6}Z-[0-9a-f]{8}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Shape();
}
