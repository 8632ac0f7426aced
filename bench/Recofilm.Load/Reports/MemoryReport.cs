using System.Globalization;
using System.Text;

namespace Recofilm.Load.Reports;

/// <summary>Resident memory in MiB, as a table for people and as JSON.</summary>
/// <param name="Measurement">Where and when.</param>
/// <param name="Loaded">When the model was loaded, before any load.</param>
/// <param name="UnderLoad">After load: with the first model, then after each swap.</param>
internal sealed record MemoryReport(Measurement Measurement, double Loaded, IReadOnlyList<double> UnderLoad)
{
    private const double MostMegabytes = 200;

    // The collector keeps what it may need again; a leak would add a model at every swap.
    private const double FlatShare = 1.15;

    /// <summary>The targets.</summary>
    public IReadOnlyList<Target> Targets =>
    [
        new("resident after the model is loaded, MiB", Loaded, MostMegabytes, AtLeast: false),
        new($"resident under load after {UnderLoad.Count - 1} swaps, MiB", UnderLoad[^1], MostMegabytes, AtLeast: false),
        new("the last swap of the third", UnderLoad[^1] / UnderLoad[3], FlatShare, AtLeast: false),
    ];

    /// <summary>The tables, in Markdown.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine("| | resident, MiB |").AppendLine("|---|---:|");
        text.AppendLine(CultureInfo.InvariantCulture, $"| model loaded | {Loaded:F0} |");
        for (var swap = 0; swap < UnderLoad.Count; swap++)
            text.AppendLine(CultureInfo.InvariantCulture, $"| under load, after {swap} swaps | {UnderLoad[swap]:F0} |");
        text.AppendLine().AppendLine(Target.Table(Targets));
        return text.AppendLine(Measurement.Caption).ToString();
    }
}
