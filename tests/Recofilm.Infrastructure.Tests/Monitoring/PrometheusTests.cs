namespace Recofilm.Infrastructure.Tests.Monitoring;

/// <summary>Prometheus' own tool checks the configuration.</summary>
public sealed class PrometheusTests
{
    [Fact]
    public async Task Promtool_accepts_the_configuration_and_the_rules_it_names()
    {
        var (succeeded, output) = await PrometheusCommand.CheckAsync(
            "check", "config", Repository.PathOf($"{AlertRules.Folder}/prometheus.yml"));

        Assert.True(succeeded, output);
        Assert.Contains($"{AlertRules.All.Count} rules found", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Promtool_sees_each_alert_fire_and_keep_quiet()
    {
        var (succeeded, output) = await PrometheusCommand.CheckAsync(
            "test", "rules", Repository.PathOf($"{AlertRules.Folder}/alerts.test.yml"));

        Assert.True(succeeded, output);
        var cases = Yaml.Read($"{AlertRules.Folder}/alerts.test.yml")["tests"]!.AsArray()
            .SelectMany(test => test!["alert_rule_test"]!.AsArray())
            .ToLookup(test => test.Text("alertname")!, test => test!["exp_alerts"]!.AsArray().Count);
        Assert.Equal(AlertRules.Names.Order(), cases.Select(test => test.Key).Order());
        Assert.All(cases, test => Assert.Equal([0, 1], test.Order()));
    }

    [Fact]
    public void Each_alert_has_a_severity_and_a_runbook()
    {
        var runbooks = Repository.Read("docs/operations.md").Split('\n')
            .Where(line => line.StartsWith("### ", StringComparison.Ordinal))
            .Select(line => line[4..].Trim().ToLowerInvariant().Replace(' ', '-'))
            .ToHashSet();

        Assert.All(AlertRules.All, alert =>
        {
            Assert.Contains(alert.Text("labels", "severity"), (string[])["critical", "warning"]);
            var anchor = AlertRules.KebabOf(alert.Text("alert")!);
            Assert.Equal($"docs/operations.md#{anchor}", alert.Text("annotations", "runbook_url"));
            Assert.Contains(anchor, runbooks);
        });
    }
}
