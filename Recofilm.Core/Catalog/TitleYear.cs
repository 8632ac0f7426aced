using System.Globalization;
using System.Text.RegularExpressions;

namespace Recofilm.Core.Catalog;

/// <summary>Takes the year from the end of a title, where MovieLens writes it.</summary>
public static partial class TitleYear
{
    /// <summary>
    /// Splits "Toy Story (1995)" into "Toy Story" and 1995. A series counts from its first year: "(1995–2000)", "(2007-)". A
    /// title without a year comes back trimmed and otherwise unchanged.
    /// </summary>
    public static (string Title, int? Year) Split(string title)
    {
        var match = YearAtEnd().Match(title);
        if (!match.Success || match.Index == 0)
            return (title.Trim(), null);
        var year = int.Parse(match.Groups["year"].ValueSpan, CultureInfo.InvariantCulture);
        return (title[..match.Index].Trim(), year);
    }

    // The first year may be followed by a hyphen, an en dash or an em dash, with or without a last year.
    [GeneratedRegex(@"\s*\((?<year>(?:18|19|20|21)[0-9]{2})\s*(?:[-–—]\s*(?:(?:18|19|20|21)[0-9]{2})?\s*)?\)\s*$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex YearAtEnd();
}
