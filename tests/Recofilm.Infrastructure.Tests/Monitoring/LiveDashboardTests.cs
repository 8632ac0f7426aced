using Recofilm.Testing;

namespace Recofilm.Infrastructure.Tests.Monitoring;

/// <summary>The dashboards and rules against what the running program exposes, in a real Prometheus.</summary>
public sealed class LiveDashboardTests(WatchedUse use) : IClassFixture<WatchedUse>
{
    // Made by Prometheus itself, or by its recording rules.
    private static readonly string[] _made =
        ["up", "ALERTS", .. AlertRules.Recorded.Select(rule => rule.Text("record")!)];

    private static IEnumerable<string> Rules => AlertRules.All.Concat(AlertRules.Recorded).Select(rule => rule.Text("expr")!);

    private PrometheusServer Prometheus => use.Program.Prometheus;

    [Fact]
    public async Task Targets_are_up_and_all_rules_are_loaded_and_evaluated()
    {
        var targets = (await Prometheus.ApiAsync("targets"))["activeTargets"]!.AsArray();
        Assert.Equal(["prometheus", "recofilm"], targets.Select(target => target.Text("labels", "job")!).Order());
        Assert.All(targets, target => Assert.Equal("up", target.Text("health")));

        var rules = (await Prometheus.ApiAsync("rules"))["groups"]!.AsArray()
            .SelectMany(group => group!["rules"]!.AsArray()).ToList();
        Assert.Equal(
            AlertRules.Names.Concat(AlertRules.Recorded.Select(rule => rule.Text("record")!)).Order(StringComparer.Ordinal),
            rules.Select(rule => rule.Text("name")!).Order(StringComparer.Ordinal));
        Assert.All(rules, rule => Assert.Equal("ok", rule.Text("health")));
    }

    [Fact]
    public async Task Every_panel_has_data()
    {
        var empty = await EmptyPanelsAsync();
        // Rules are evaluated after what they read, and a rate wants use that is young.
        for (var turn = 0; empty.Count > 0 && turn < 20; turn++)
        {
            await use.UseAsync();
            empty = await EmptyPanelsAsync();
        }

        Assert.Empty(empty);
    }

    [Fact]
    public async Task Nothing_asks_for_a_metric_that_the_program_does_not_expose()
    {
        var exposed = await ExposedAsync();

        var asked = Dashboard.All
            .SelectMany(dashboard => dashboard.Queries.Select(query => query.Expression)
                .Concat(dashboard.OtherQueries.Select(MetricPartOf)))
            .Concat(Rules).SelectMany(PromExpression.MetricsOf).Distinct();

        Assert.Empty(asked.Except(exposed).Except(_made));
    }

    [Fact]
    public async Task Every_metric_of_the_program_s_own_is_on_a_panel()
    {
        var shown = Dashboard.All.SelectMany(dashboard => dashboard.Queries)
            .SelectMany(query => PromExpression.MetricsOf(query.Expression)).ToHashSet();

        var unseen = (await ExposedAsync())
            .Where(metric => metric.StartsWith("recofilm_", StringComparison.Ordinal)).Except(shown);

        Assert.Empty(unseen);
    }

    [Fact]
    public async Task What_the_variables_offer_is_on_the_labels()
    {
        var samples = await ExposedMetric.ReadAsync(use.Program.Host.Client, TestContext.Current.CancellationToken);

        Assert.All(Dashboard.All.SelectMany(dashboard => dashboard.Variables), variable =>
        {
            var query = variable.Text("query", "query")!;
            var label = query.Split(',')[^1].Trim(' ', ')');
            // Prometheus knows by itself where it scraped.
            if (label != "instance")
                Assert.Contains(samples, sample => sample.Name == MetricPartOf(query) && sample.Labels.ContainsKey(label));
        });
    }

    private async Task<List<string>> EmptyPanelsAsync()
    {
        var empty = new List<string>();
        foreach (var dashboard in Dashboard.All)
        {
            foreach (var (panel, expression) in dashboard.Queries)
            {
                if (!(await Prometheus.QueryAsync(dashboard.Fill(expression))).Any(double.IsFinite))
                    empty.Add($"{dashboard.Title}, {panel}: {expression}");
            }
        }

        return empty;
    }

    private async Task<IReadOnlyList<string>> ExposedAsync() =>
        [.. (await ExposedMetric.ReadAsync(use.Program.Host.Client, TestContext.Current.CancellationToken))
            .Select(sample => sample.Name).Distinct()];

    // A variable is "label_values(metric, label)".
    private static string MetricPartOf(string query) =>
        query.StartsWith("label_values(", StringComparison.Ordinal) ? query["label_values(".Length..].Split(',')[0] : query;
}
