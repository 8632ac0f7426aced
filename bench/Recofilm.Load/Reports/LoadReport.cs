using System.Globalization;
using System.Text;

namespace Recofilm.Load.Reports;

/// <summary>A load test's figures, as a table for people and as JSON.</summary>
/// <param name="Measurement">Where and when.</param>
/// <param name="Seconds">How long each row was driven.</param>
/// <param name="Rows">The figures.</param>
internal sealed record LoadReport(Measurement Measurement, int Seconds, IReadOnlyList<LoadRow> Rows)
{
    /// <summary>The targets of the endpoints that were driven.</summary>
    public IReadOnlyList<Target> Targets
    {
        get
        {
            var (few, many) = (LoadTest.Connections[0], LoadTest.Connections[1]);
            var steadiest = Kestrel.Where(row => row.Connections == many)
                .Select(row => (row.Endpoint, Ratio: row.RequestsPerSecond / Row(row.Endpoint, few).RequestsPerSecond))
                .MinBy(row => row.Ratio);
            return
            [
                .. OfFloor(Scenario.Own, 0.7),
                .. Kestrel.Where(row => row.Endpoint == Scenario.Own && row.Connections == few).Select(row => new Target(
                    $"/recommendations: p99 of the floor's, {few} connections",
                    row.P99Milliseconds / Row(Scenario.Floor, few).P99Milliseconds, 2, AtLeast: false)),
                .. OfFloor("/hybrid", 0.5),
                .. OfFloor("/hybrid, title", 0.5),
                new(
                    $"{steadiest.Endpoint}, which keeps least: requests at {many} connections of those at {few}",
                    steadiest.Ratio, 0.8, AtLeast: true),
                .. Rows.Where(row => row.Server == LoadTest.Host && row.Endpoint == Scenario.Own && row.Connections == few)
                    .Select(row => new Target(
                        $"{row.Endpoint} behind the host: requests of Kestrel's, {few} connections",
                        row.RequestsPerSecond / Row(row.Endpoint, few).RequestsPerSecond, 0.8, AtLeast: true)),
                .. OfOwn(Scenario.ByService, 0.9),
                .. OfOwn(Scenario.ByExternalIds, 0.9),
                new("errors", Rows.Sum(row => row.Errors), 0, AtLeast: false),
            ];

            IEnumerable<Target> OfFloor(string endpoint, double limit) => Kestrel
                .Where(row => row.Endpoint == endpoint && row.Connections == few)
                .Select(row => new Target(
                    $"{endpoint}: requests of the floor's, {few} connections",
                    row.RequestsPerSecond / Row(Scenario.Floor, few).RequestsPerSecond, limit, AtLeast: true));

            IEnumerable<Target> OfOwn(string endpoint, double limit) =>
                from row in Kestrel
                where row.Endpoint == endpoint && row.Connections == few
                from own in Kestrel
                where own.Endpoint == Scenario.Own && own.Connections == few
                select new Target(
                    $"{endpoint}: requests of those by the user's own token, {few} connections",
                    row.RequestsPerSecond / own.RequestsPerSecond, limit, AtLeast: true);
        }
    }

    /// <summary>The tables, in Markdown.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        text.AppendLine("| server | endpoint | connections | requests/s | of bare | of floor | p50, ms | p99, ms | errors |");
        text.AppendLine("|---|---|---:|---:|---:|---:|---:|---:|---:|");
        foreach (var row in Rows)
        {
            var ofBare = row.RequestsPerSecond / Row(Scenario.Bare, row.Connections, row.Server).RequestsPerSecond;
            var ofFloor = row.RequestsPerSecond / Row(Scenario.Floor, row.Connections, row.Server).RequestsPerSecond;
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {row.Server} | `{row.Endpoint}`{Role(row.Endpoint)} | {row.Connections} | {row.RequestsPerSecond:N0} " +
                $"| {ofBare:F2} | {ofFloor:F2} | {row.P50Milliseconds:F2} | {row.P99Milliseconds:F2} | {row.Errors} |");
        }

        text.AppendLine().AppendLine(Target.Table(Targets));
        return text.AppendLine(Measurement.Caption).ToString();
    }

    private IEnumerable<LoadRow> Kestrel => Rows.Where(row => row.Server == LoadTest.Kestrel);

    private LoadRow Row(string endpoint, int connections, string server = LoadTest.Kestrel) =>
        Rows.Single(row => row.Server == server && row.Endpoint == endpoint && row.Connections == connections);

    private static string Role(string endpoint) => endpoint switch
    {
        Scenario.Bare => ", bare",
        Scenario.Floor => ", floor",
        _ => "",
    };
}
