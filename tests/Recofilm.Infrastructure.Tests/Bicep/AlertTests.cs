using System.Text.Json.Nodes;
using Recofilm.Infrastructure.Tests.Monitoring;

namespace Recofilm.Infrastructure.Tests.Bicep;

/// <summary>That Azure calls for the same reasons as Prometheus and Grafana, and shows the same dashboards.</summary>
public sealed class AlertTests(CompiledTemplates templates) : TemplateTest(templates)
{
    // Azure measures these of its database server; the program does not know them.
    private static readonly string[] _azureOnly = ["database-cpu", "database-storage"];

    [Theory, MemberData(nameof(Environments))]
    public async Task Azure_has_every_alert_of_prometheus_as_urgent_and_with_its_runbook(string environment)
    {
        var alerts = (await AlertsAsync(environment)).ToDictionary(NameOf);

        Assert.Equal(AlertRules.Names.Select(AlertRules.KebabOf).Concat(_azureOnly).Order(), alerts.Keys.Order());
        Assert.All(AlertRules.All, rule =>
        {
            var name = AlertRules.KebabOf(rule.Text("alert")!);
            var properties = alerts[name]["properties"]!;
            // 0 critical, 1 error; 2 warning, 3 informational.
            Assert.Equal(rule.Text("labels", "severity") == "critical", (int)properties["severity"]! <= 1);
            Assert.EndsWith(
                $" {rule.Text("annotations", "runbook_url")}", properties.Text("description"), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Alerts_look_for_metrics_that_the_program_has()
    {
        var code = string.Concat(
            Directory.EnumerateFiles(Repository.PathOf("Recofilm.Core"), "*Metrics.cs", SearchOption.AllDirectories)
                .Select(File.ReadAllText));
        var names = from alert in await OfTypeAsync("dev", "Microsoft.Insights/scheduledQueryRules")
                    from criterion in alert.At("properties", "criteria", "allOf")!.AsArray()
                    let query = criterion.Text("query")
                    where query.StartsWith("AppMetrics", StringComparison.Ordinal)
                    select query.Split("Name == \"")[1].Split('"')[0];

        Assert.NotEmpty(names);
        Assert.All(names, name => Assert.Contains($"\"{name}\"", code, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("dev", 0)]
    [InlineData("prod", 1)]
    public async Task Managed_grafana_is_there_where_it_is_chosen_and_gets_the_same_dashboards(string environment, int expected)
    {
        Assert.Equal(expected, (await OfTypeAsync(environment, "Microsoft.Dashboard/grafana")).Count);
        Assert.Contains(
            $"in {Dashboard.Folder}/*.json; do", Repository.Read("infra/hooks/dashboards.sh"), StringComparison.Ordinal);
        Assert.Contains("dashboards.sh", Repository.Read("infra/hooks/postdeploy.sh"), StringComparison.Ordinal);
    }

    private async Task<IEnumerable<JsonObject>> AlertsAsync(string environment) =>
        (await OfTypeAsync(environment, "Microsoft.Insights/scheduledQueryRules"))
            .Concat(await OfTypeAsync(environment, "Microsoft.Insights/metricAlerts"));

    // "[format('alert-recofilm-latency-{0}', …)]", or the name itself where the suffix is known.
    private static string NameOf(JsonObject alert)
    {
        var name = alert.Text("name")!.Split("alert-recofilm-")[1];
        return name.Split("-{0}")[0] is var open && open != name ? open : string.Join('-', name.Split('-')[..^2]);
    }
}
