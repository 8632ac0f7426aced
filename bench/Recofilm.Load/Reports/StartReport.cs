using System.Globalization;
using System.Text;

namespace Recofilm.Load.Reports;

/// <summary>One start, in milliseconds.</summary>
/// <param name="Listening">From the start of the process until its port answers.</param>
/// <param name="Loading">How long reading, verifying, building and trying the model took, as the program logs it.</param>
/// <param name="FirstList">From the start of the process until the first correct list.</param>
internal sealed record StartPhases(double Listening, double Loading, double FirstList);

/// <summary>Cold starts, as a table for people and as JSON.</summary>
/// <param name="Measurement">Where and when.</param>
/// <param name="Movies">How many movies the model knows.</param>
/// <param name="Starts">Every start.</param>
internal sealed record StartReport(Measurement Measurement, int Movies, IReadOnlyList<StartPhases> Starts)
{
    /// <summary>Up to this many movies, a start may take a second; beyond, two.</summary>
    private const int SmallCatalogue = 10_000;

    /// <summary>What must be reached by the median start.</summary>
    public Target Target => new(
        "first correct /recommendations, s", Median(start => start.FirstList) / 1000, Movies > SmallCatalogue ? 2 : 1, AtLeast: false);

    /// <summary>The tables, in Markdown.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine("| from the start of the process, ms | median | slowest |").AppendLine("|---|---:|---:|");
        Append("port answers", start => start.Listening);
        Append("of which the model takes, beside the rest", start => start.Loading);
        Append("first correct `/recommendations`", start => start.FirstList);
        text.AppendLine().AppendLine(Target.Table([Target]));
        return text.AppendLine(Measurement.Caption).ToString();

        void Append(string name, Func<StartPhases, double> phase) => text.AppendLine(
            CultureInfo.InvariantCulture, $"| {name} | {Median(phase):F0} | {Starts.Max(phase):F0} |");
    }

    private double Median(Func<StartPhases, double> phase)
    {
        double[] ordered = [.. Starts.Select(phase).Order()];
        return ordered[ordered.Length / 2];
    }
}
