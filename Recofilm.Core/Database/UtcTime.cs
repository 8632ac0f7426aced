using System.Globalization;

namespace Recofilm.Core.Database;

/// <summary>Writes times as UTC with microseconds, the database's precision, so that a time reads the same everywhere.</summary>
public static class UtcTime
{
    /// <summary>The number of characters of a time.</summary>
    public const int Length = 27;

    private const string Format = "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'";

    /// <summary>Returns the text of a time in ISO 8601.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Writes the same text in UTF-8 to a buffer of <see cref="Length"/> bytes.</summary>
    public static void Write(DateTimeOffset time, Span<byte> text) =>
        time.UtcDateTime.TryFormat(text, out _, Format, CultureInfo.InvariantCulture);
}
