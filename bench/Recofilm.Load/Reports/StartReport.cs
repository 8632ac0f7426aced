using System.Globalization;
using System.Text;

namespace Recofilm.Load.Reports;

/// <summary>One start, in milliseconds.</summary>
/// <param name="Listening">From the start of the process until it answers.</param>
/// <param name="Loading">How long reading, verifying, building and trying the model took, as the program logs it.</param>
/// <param name="FirstList">From the start of the process until the first correct list.</param>
internal sealed record StartPhases(double Listening, double Loading, double FirstList);

/// <summary>Cold starts, as a table for people and as JSON.</summary>
/// <param name="Measurement">Where and when.</param>
/// <param name="Movies">How many movies the model knows.</param>
/// <param name="Kestrel">Every start of the program by itself.</param>
/// <param name="Hosted">Every start behind the tests' Functions host, in the same run.</param>
internal sealed record StartReport(
    Measurement Measurement, int Movies, IReadOnlyList<StartPhases> Kestrel, IReadOnlyList<StartPhases> Hosted)
{
    /// <summary>Up to this many movies, a start may take a second; beyond, two.</summary>
    private const int SmallCatalogue = 10_000;

    /// <summary>The limits of the median starts.</summary>
    public IReadOnlyList<Target> Targets =>
    [
        new(
            "first correct /recommendations on Kestrel, s", Median(Kestrel, start => start.FirstList) / 1000,
            Movies > SmallCatalogue ? 2 : 1, AtLeast: false),
        new(
            "the same behind the host, of Kestrel's",
            Median(Hosted, start => start.FirstList) / Median(Kestrel, start => start.FirstList), 1.2, AtLeast: false),
    ];

    /// <summary>The tables, in Markdown.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine("| from the start of the process, ms | Kestrel, median | slowest | Functions host, median | slowest |");
        text.AppendLine("|---|---:|---:|---:|---:|");
        Append("answers", start => start.Listening);
        Append("of which the model takes, beside the rest", start => start.Loading);
        Append("first correct `/recommendations`", start => start.FirstList);
        text.AppendLine().AppendLine(Target.Table(Targets));
        return text.AppendLine(Measurement.Caption).ToString();

        void Append(string name, Func<StartPhases, double> phase) => text.AppendLine(
            CultureInfo.InvariantCulture,
            $"| {name} | {Median(Kestrel, phase):F0} | {Kestrel.Max(phase):F0} " +
            $"| {Median(Hosted, phase):F0} | {Hosted.Max(phase):F0} |");
    }

    private static double Median(IReadOnlyList<StartPhases> starts, Func<StartPhases, double> phase)
    {
        double[] ordered = [.. starts.Select(phase).Order()];
        return ordered[ordered.Length / 2];
    }
}
