using Recofilm.Load.Wrk;

namespace Recofilm.Load.Reports;

/// <summary>An endpoint at a number of connections.</summary>
/// <param name="Server">What stood before the program: <see cref="LoadTest.Kestrel"/> or <see cref="LoadTest.Host"/>.</param>
/// <param name="Endpoint">The endpoint.</param>
/// <param name="Connections">How many connections sent.</param>
/// <param name="RequestsPerSecond">Answers a second over all rounds.</param>
/// <param name="P50Milliseconds">Median latency: the median of the rounds'.</param>
/// <param name="P99Milliseconds">99th percentile: the median of the rounds'.</param>
/// <param name="Requests">Answers in all.</param>
/// <param name="Errors">Answers of a status of 400 or more, failed connections and timeouts.</param>
internal sealed record LoadRow(
    string Server, string Endpoint, int Connections, double RequestsPerSecond, double P50Milliseconds, double P99Milliseconds,
    long Requests, long Errors)
{
    /// <summary>Sums rounds up.</summary>
    public static LoadRow Of(string server, string endpoint, int connections, IReadOnlyList<LoadOutcome> rounds) => new(
        server, endpoint, connections,
        rounds.Sum(round => round.Requests) / (rounds.Sum(round => round.Microseconds) / 1e6),
        Median(rounds.Select(round => round.P50 / 1e3)),
        Median(rounds.Select(round => round.P99 / 1e3)),
        rounds.Sum(round => round.Requests),
        rounds.Sum(round => round.Errors));

    private static double Median(IEnumerable<double> values)
    {
        double[] ordered = [.. values.Order()];
        return ordered[ordered.Length / 2];
    }
}
