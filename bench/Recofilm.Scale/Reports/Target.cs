using System.Globalization;
using System.Text;

namespace Recofilm.Scale.Reports;

/// <summary>The limit that a measurement must keep.</summary>
/// <param name="Name">What is compared.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Limit">What it is compared with.</param>
/// <param name="AtLeast">Whether it must be at least the limit; else at most.</param>
internal sealed record Target(string Name, double Value, double Limit, bool AtLeast)
{
    /// <summary>Whether it was reached.</summary>
    public bool Met => AtLeast ? Value >= Limit : Value <= Limit;

    /// <summary>Targets as a table in Markdown.</summary>
    public static string Table(IReadOnlyList<Target> targets)
    {
        var text = new StringBuilder().AppendLine("| target | measured | limit | |").AppendLine("|---|---:|---:|---|");
        foreach (var target in targets)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {target.Name} | {target.Value:0.##} | {(target.AtLeast ? "≥" : "≤")} {target.Limit} "
                    + $"| {(target.Met ? "met" : "missed")} |");
        }

        return text.ToString();
    }
}
