using System.Globalization;
using System.Text.RegularExpressions;

namespace Recofilm.Testing;

/// <summary>A sample of /metrics in Prometheus' text format.</summary>
/// <param name="Name">The name of the metric.</param>
/// <param name="Labels">The labels by name.</param>
/// <param name="Value">The value of the sample.</param>
public sealed partial record ExposedMetric(string Name, IReadOnlyDictionary<string, string> Labels, double Value)
{
    /// <summary>Reads the program's current samples.</summary>
    public static async Task<IReadOnlyList<ExposedMetric>> ReadAsync(
        HttpClient client, CancellationToken cancellationToken = default) =>
        Parse(await client.GetStringAsync("/metrics", cancellationToken));

    /// <summary>Reads samples from text.</summary>
    public static IReadOnlyList<ExposedMetric> Parse(string text) =>
    [
        .. text.Split('\n').Where(line => line.Length > 0 && line[0] != '#').Select(line =>
        {
            var match = Sample().Match(line);
            if (!match.Success)
                throw new FormatException($"Not a sample: {line}");
            var labels = Label().Matches(match.Groups["labels"].Value)
                .ToDictionary(label => label.Groups["name"].Value, label => Regex.Unescape(label.Groups["value"].Value));
            return new ExposedMetric(match.Groups["name"].Value, labels, NumberOf(match.Groups["value"].Value));
        }),
    ];

    private static double NumberOf(string text) => text switch
    {
        "+Inf" => double.PositiveInfinity,
        "-Inf" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };

    [GeneratedRegex("""^(?<name>[a-zA-Z_:][a-zA-Z0-9_:]*)(\{(?<labels>.*)\})? (?<value>\S+)( \S+)?$""")]
    private static partial Regex Sample();

    [GeneratedRegex("""(?<name>[a-zA-Z_][a-zA-Z0-9_]*)="(?<value>(\\.|[^"\\])*)""" + "\"")]
    private static partial Regex Label();
}
