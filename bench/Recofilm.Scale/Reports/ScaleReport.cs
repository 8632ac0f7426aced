using System.Globalization;
using System.Text;
using Recofilm.Core.Registry;
using Recofilm.Core.Registry.Artifacts;
using Recofilm.Scale.Pipeline;

namespace Recofilm.Scale.Reports;

/// <summary>The cost of the whole way of a data set, as a table for people and as JSON.</summary>
/// <param name="Measurement">Where and when.</param>
/// <param name="Users">Users imported.</param>
/// <param name="Movies">Movies imported.</param>
/// <param name="Ratings">Ratings imported.</param>
/// <param name="Phases">The phases in their order.</param>
/// <param name="Files">The files of the model that was published.</param>
/// <param name="Metrics">What the evaluation found.</param>
internal sealed record ScaleReport(
    Measurement Measurement, long Users, long Movies, long Ratings, IReadOnlyList<Phase> Phases, IReadOnlyList<ModelFile> Files,
    IReadOnlyDictionary<string, double> Metrics)
{
    /// <summary>The name of the import's phase.</summary>
    public const string Import = "import";

    private const string RankingHead = CollaborativeArtifact.FileName;
    private const double Gibibyte = 1 << 30;

    /// <summary>The targets.</summary>
    public IReadOnlyList<Target> Targets =>
    [
        new("import, s", Phases.Single(phase => phase.Name == Import).Seconds, 120, AtLeast: false),
        new("whole run, import included, s", Phases.Sum(phase => phase.Seconds), 600, AtLeast: false),
        new("peak memory, GiB", Phases.Max(phase => phase.PeakBytes) / Gibibyte, 4, AtLeast: false),
        new("ranking head's file, MB", Files.Single(file => file.Name == RankingHead).Size / 1e6, 64, AtLeast: false),
    ];

    /// <summary>The tables, in Markdown.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{Ratings:N0} ratings of {Users:N0} users and {Movies:N0} movies.")
            .AppendLine();
        text.AppendLine("| phase | s | processor s | peak memory, GiB |").AppendLine("|---|---:|---:|---:|");
        foreach (var phase in Phases)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {phase.Name} | {phase.Seconds:F1} | {phase.ProcessorSeconds:F1} | {phase.PeakBytes / Gibibyte:F2} |");
        }

        text.AppendLine().AppendLine("| file of the model | MB |").AppendLine("|---|---:|");
        foreach (var file in Files)
            text.AppendLine(CultureInfo.InvariantCulture, $"| {file.Name} | {file.Size / 1e6:F1} |");
        text.AppendLine().AppendLine(Target.Table(Targets));
        text.AppendLine("| measured on what the training did not see | |").AppendLine("|---|---:|");
        foreach (var (name, value) in Metrics.OrderBy(metric => metric.Key, StringComparer.Ordinal))
            text.AppendLine(CultureInfo.InvariantCulture, $"| {name} | {value:F4} |");
        return text.AppendLine().Append(Measurement.Caption)
            .AppendLine(" Memory and processor time are of the training's process; PostgreSQL is a server of its own.")
            .ToString();
    }
}
