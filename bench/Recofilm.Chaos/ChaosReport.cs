using System.Globalization;
using System.Text;

namespace Recofilm.Chaos;

/// <summary>The figures of a run.</summary>
/// <param name="Options">The extent of the run.</param>
/// <param name="Counts">What happened, and how often.</param>
/// <param name="Violations">The broken promises; none is right.</param>
public sealed record ChaosReport(
    ChaosOptions Options, IReadOnlyDictionary<string, int> Counts, IReadOnlyCollection<string> Violations)
{
    /// <summary>The table, in Markdown.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{Options.Duration.TotalSeconds:F0} s, {Options.Clients} clients, two instances, seed {Options.Seed}");
        text.AppendLine().AppendLine("| | number |").AppendLine("|---|---:|");
        foreach (var (what, count) in Counts.OrderBy(count => count.Key, StringComparer.Ordinal))
            text.AppendLine(CultureInfo.InvariantCulture, $"| {what} | {count:N0} |");
        text.AppendLine(CultureInfo.InvariantCulture, $"| violations | {Violations.Count} |");
        foreach (var violation in Violations)
            text.AppendLine().Append(violation);
        return text.ToString();
    }
}
