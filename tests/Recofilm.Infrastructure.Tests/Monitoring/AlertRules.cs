using System.Text.Json.Nodes;

namespace Recofilm.Infrastructure.Tests.Monitoring;

/// <summary>The alerts of Prometheus, with which those of Grafana and of Azure are compared.</summary>
internal static class AlertRules
{
    public const string Folder = "infra/monitoring/prometheus";

    /// <summary>The alerts, in the order of their file.</summary>
    public static IReadOnlyList<JsonNode> All { get; } = [.. RulesOf("alerts.yml")];

    /// <summary>The recorded series.</summary>
    public static IReadOnlyList<JsonNode> Recorded { get; } = [.. RulesOf("recording.yml")];

    /// <summary>The alerts' names, as in "ModelStale".</summary>
    public static IEnumerable<string> Names => All.Select(alert => alert.Text("alert")!);

    /// <summary>An alert's name as anchors and Azure have it, as in "model-stale".</summary>
    public static string KebabOf(string name) =>
        string.Concat(name.Select((letter, place) => char.IsUpper(letter) && place > 0
            ? $"-{char.ToLowerInvariant(letter)}"
            : $"{char.ToLowerInvariant(letter)}"));

    private static IEnumerable<JsonNode> RulesOf(string file) =>
        Yaml.Read($"{Folder}/{file}")["groups"]!.AsArray().SelectMany(group => group!["rules"]!.AsArray()).Select(rule => rule!);
}
