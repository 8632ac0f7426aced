using System.Text.Json.Nodes;

namespace Recofilm.Infrastructure.Tests.Monitoring;

/// <summary>The alerts of Grafana.</summary>
internal static class GrafanaAlerts
{
    /// <summary>Their file.</summary>
    public const string File = "infra/monitoring/grafana/provisioning/alerting/alerts.yml";

    /// <summary>The alerts, in the order of the file.</summary>
    public static IReadOnlyList<JsonNode> All { get; } =
        [.. Yaml.Read(File)["groups"]!.AsArray().SelectMany(group => group!["rules"]!.AsArray()).Select(rule => rule!)];
}
