namespace Recofilm.Infrastructure.Tests.Monitoring;

/// <summary>That Grafana calls for the same reasons as Prometheus.</summary>
public sealed class GrafanaAlertTests
{
    [Fact]
    public void Alerts_are_those_of_prometheus()
    {
        var expected = AlertRules.All.Select(rule => new
        {
            Name = rule.Text("alert"),
            Expression = rule.Text("expr"),
            For = rule.Text("for"),
            Severity = rule.Text("labels", "severity"),
            Summary = rule.Text("annotations", "summary"),
            // Grafana keeps the number of a query under the query's letter.
            Description = rule.Text("annotations", "description")!.Replace("$value", "$values.A.Value", StringComparison.Ordinal),
            Runbook = rule.Text("annotations", "runbook_url"),
        });
        var actual = GrafanaAlerts.All.Select(alert => new
        {
            Name = alert.Text("title"),
            Expression = alert["data"]![0].Text("model", "expr"),
            For = alert.Text("for"),
            Severity = alert.Text("labels", "severity"),
            Summary = alert.Text("annotations", "summary"),
            Description = alert.Text("annotations", "description")!,
            Runbook = alert.Text("annotations", "runbook_url"),
        });

        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Each_is_quiet_without_an_answer_and_fires_on_any_number() =>
        Assert.All(GrafanaAlerts.All, alert =>
        {
            Assert.Equal("recofilm-" + AlertRules.KebabOf(alert.Text("title")!), alert.Text("uid"));
            Assert.Equal(("OK", "Error", "B"), (alert.Text("noDataState"), alert.Text("execErrState"), alert.Text("condition")));
            var (query, condition) = (alert["data"]![0]!, alert["data"]![1]!);
            Assert.Equal(("A", "true"), (query.Text("refId"), query.Text("model", "instant")));
            Assert.Equal(("B", "__expr__"), (condition.Text("refId"), condition.Text("datasourceUid")));
            Assert.Equal(("threshold", "A"), (condition.Text("model", "type"), condition.Text("model", "expression")));
            Assert.Equal(
                """{"type":"gt","params":["-1"]}""",
                Assert.Single(condition.At("model", "conditions")!.AsArray())!["evaluator"]!.ToJsonString());
        });
}
