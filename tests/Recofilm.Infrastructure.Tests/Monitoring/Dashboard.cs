using System.Text.Json.Nodes;

namespace Recofilm.Infrastructure.Tests.Monitoring;

/// <summary>A dashboard of Grafana, as its file has it.</summary>
internal sealed record Dashboard(string File, JsonNode Content)
{
    public const string Folder = "infra/monitoring/grafana/dashboards";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Dashboard> All { get; } =
        [.. Repository.Files(Folder, "*.json").Select(file => new Dashboard(file, JsonNode.Parse(Repository.Read(file))!))];

    public string Title => Content.Text("title")!;

    /// <summary>The panels that show something, without the headings of rows.</summary>
    public IEnumerable<JsonNode> Panels =>
        Content["panels"]!.AsArray().Select(panel => panel!).Where(panel => panel.Text("type") != "row");

    /// <summary>The variables that are asked of Prometheus.</summary>
    public IEnumerable<JsonNode> Variables =>
        Content.At("templating", "list")!.AsArray().Select(variable => variable!)
            .Where(variable => variable.Text("type") == "query");

    /// <summary>Every expression that its panels ask Prometheus for, with the panel's title.</summary>
    public IEnumerable<(string Panel, string Expression)> Queries =>
        from panel in Panels
        from target in panel["targets"]!.AsArray()
        select (panel.Text("title")!, target.Text("expr")!);

    /// <summary>
    /// Everything else that it asks Prometheus for: what its variables offer, and what it marks on the time axis.
    /// </summary>
    public IEnumerable<string> OtherQueries =>
        Variables.Select(variable => variable.Text("query", "query")!)
            .Concat(Content.At("annotations", "list")!.AsArray().Select(annotation => annotation.Text("expr")!));

    /// <summary>An expression as Grafana sends it when everything is chosen.</summary>
    public string Fill(string expression) => Variables
        .Aggregate(
            expression,
            (text, variable) => text.Replace($"${variable.Text("name")}", variable.Text("allValue"), StringComparison.Ordinal))
        .Replace("$__rate_interval", "1m", StringComparison.Ordinal);
}
