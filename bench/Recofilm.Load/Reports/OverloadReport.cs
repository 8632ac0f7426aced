using System.Globalization;
using System.Text;
using Recofilm.Core.Database;
using Recofilm.Load.Overload;

namespace Recofilm.Load.Reports;

/// <summary>The figures of an overload test, as a table for people and as JSON.</summary>
/// <param name="Measurement">Where and when.</param>
/// <param name="Seconds">The time for which each load was offered.</param>
/// <param name="Processors">Who ran on which processors.</param>
/// <param name="Rows">The figures.</param>
internal sealed record OverloadReport(
    Measurement Measurement, int Seconds, string Processors, IReadOnlyList<OverloadRow> Rows)
{
    // An admitted request waits for a connection and then for its statement, each at most so long.
    private static readonly double _bound =
        (new DatabaseOptions().QueueTimeout + new DatabaseOptions().CommandTimeout).TotalMilliseconds;

    /// <summary>The targets of every mix.</summary>
    public IReadOnlyList<Target> Targets =>
    [
        .. Rows.GroupBy(row => row.Mix).SelectMany(mix => (Target[])
        [
            // Below its capacity the program answers what it is asked, and refuses nothing.
            new($"{mix.Key}: lowest goodput where requests are refused, of its peak",
                mix.Where(row => row.Refused > 0).Select(row => row.Goodput).DefaultIfEmpty().Min()
                    / mix.Max(row => row.Goodput),
                0.9, AtLeast: true),
            new($"{mix.Key}: p99 of admitted requests, ms", mix.Max(row => row.P99Milliseconds), _bound, AtLeast: false),
            new($"{mix.Key}: p99 of /health/live, ms", mix.Max(row => row.LiveMilliseconds), 50, AtLeast: false),
            new($"{mix.Key}: neither 200 nor 503", mix.Sum(row => row.Failed), 0, AtLeast: false),
        ]),
    ];

    /// <summary>The tables, in Markdown.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine(
            "| mix | load, of capacity | offered/s | goodput/s | refused/s | failed | p50, ms | p99, ms | live p99, ms |");
        text.AppendLine("|---|---:|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var row in Rows)
        {
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {row.Mix} | {row.Factor:F1} | {row.Offered:N0} | {row.Goodput:N0} | {row.Refused:N0} | {row.Failed} " +
                $"| {row.P50Milliseconds:F0} | {row.P99Milliseconds:F0} | {row.LiveMilliseconds:F0} |");
        }

        text.AppendLine().AppendLine(Target.Table(Targets));
        return text.AppendLine(Measurement.Caption).AppendLine().AppendLine(Processors + ".").ToString();
    }
}

/// <summary>One offered load of one mix.</summary>
/// <param name="Mix">The mix.</param>
/// <param name="Factor">The offered load, in capacities.</param>
/// <param name="Offered">Requests a second.</param>
/// <param name="Goodput">Answers of status 200 a second.</param>
/// <param name="Refused">Answers of status 503 a second.</param>
/// <param name="Failed">The number of all others.</param>
/// <param name="P50Milliseconds">The median latency of the good answers.</param>
/// <param name="P99Milliseconds">The 99th percentile.</param>
/// <param name="LiveMilliseconds">The 99th percentile of /health/live meanwhile.</param>
internal sealed record OverloadRow(
    string Mix, double Factor, double Offered, double Goodput, double Refused, int Failed, double P50Milliseconds,
    double P99Milliseconds, double LiveMilliseconds)
{
    /// <summary>Summarises answers.</summary>
    public static OverloadRow Of(
        string mix, double factor, double offered, TimeSpan duration, IReadOnlyList<Answer> answers, IReadOnlyList<Answer> live)
    {
        TimeSpan[] good = [.. answers.Where(answer => answer.Status == 200).Select(answer => answer.Latency).Order()];
        var refused = answers.Count(answer => answer.Status == 503);
        return new OverloadRow(
            mix, factor, offered, good.Length / duration.TotalSeconds, refused / duration.TotalSeconds,
            answers.Count - good.Length - refused, Quantile(good, 0.5), Quantile(good, 0.99),
            Quantile([.. live.Select(answer => answer.Latency).Order()], 0.99));
    }

    private static double Quantile(TimeSpan[] sorted, double share) =>
        sorted.Length == 0 ? 0 : sorted[(int)((sorted.Length - 1) * share)].TotalMilliseconds;
}
