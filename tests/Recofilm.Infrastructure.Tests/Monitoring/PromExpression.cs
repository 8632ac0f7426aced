using System.Text.RegularExpressions;

namespace Recofilm.Infrastructure.Tests.Monitoring;

/// <summary>Finds the names of series in expressions of Prometheus' language.</summary>
internal static partial class PromExpression
{
    private static readonly string[] _words =
        ["and", "or", "unless", "by", "without", "on", "ignoring", "group_left", "group_right", "offset", "bool", "inf", "nan"];

    /// <summary>The series that an expression asks for, without what a recording rule or Prometheus itself makes.</summary>
    public static IEnumerable<string> MetricsOf(string expression)
    {
        // Text in quotes, in braces, in brackets or in a list of labels names no series.
        var bare = LabelLists().Replace(Brackets().Replace(Braces().Replace(Quotes().Replace(expression, ""), ""), ""), " ");
        return Names().Matches(bare).Select(match => match.Value)
            .Where(name => !_words.Contains(name, StringComparer.OrdinalIgnoreCase))
            .Distinct();
    }

    [GeneratedRegex("\"(\\\\.|[^\"\\\\])*\"")]
    private static partial Regex Quotes();

    [GeneratedRegex(@"\{[^}]*\}")]
    private static partial Regex Braces();

    [GeneratedRegex(@"\[[^\]]*\]")]
    private static partial Regex Brackets();

    [GeneratedRegex(@"\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)")]
    private static partial Regex LabelLists();

    // Not a function, whose name is followed by a parenthesis, nor a number or duration.
    [GeneratedRegex(@"(?<![\w:.])[a-zA-Z_:][\w:]*\b(?!\s*\()")]
    private static partial Regex Names();
}
