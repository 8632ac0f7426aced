using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Recofilm.Infrastructure.Tests.Monitoring;

/// <summary>The files of Grafana, without running anything.</summary>
public sealed partial class DashboardTests
{
    private const string DataSource = "recofilm-prometheus";
    private const string Provisioning = "infra/monitoring/grafana/provisioning";

    [Fact]
    public void There_are_the_three_and_each_is_told_from_the_others()
    {
        Assert.Equal(
            ["Recofilm: API", "Recofilm: Data and database", "Recofilm: Models"],
            Dashboard.All.Select(dashboard => dashboard.Title).Order(StringComparer.Ordinal));
        Assert.Equal(3, Dashboard.All.Select(dashboard => dashboard.Content.Text("uid")).Distinct().Count());
    }

    [Fact]
    public void Every_panel_says_what_it_shows_and_in_which_unit() =>
        Assert.All(Dashboard.All.SelectMany(dashboard => dashboard.Panels), panel =>
        {
            Assert.NotEqual("", panel.Text("title"));
            Assert.EndsWith(".", panel.Text("description"), StringComparison.Ordinal);
            Assert.False(string.IsNullOrEmpty(panel.Text("fieldConfig", "defaults", "unit")));
            Assert.NotEmpty(panel["targets"]!.AsArray());
        });

    [Fact]
    public void No_panel_lies_over_another_or_leaves_the_page() =>
        Assert.All(Dashboard.All, dashboard =>
        {
            var taken = new HashSet<(int, int)>();
            foreach (var place in dashboard.Content["panels"]!.AsArray().Select(panel => panel!["gridPos"]!))
            {
                var (x, y, width, height) = ((int)place["x"]!, (int)place["y"]!, (int)place["w"]!, (int)place["h"]!);
                Assert.InRange(x + width, 1, 24);
                for (var row = y; row < y + height; row++)
                {
                    for (var column = x; column < x + width; column++)
                        Assert.True(taken.Add((row, column)), $"{dashboard.File}: row {row}, column {column}");
                }
            }
        });

    [Fact]
    public void Everything_asks_the_data_source_that_is_provisioned()
    {
        var source = Assert.Single(Yaml.Read($"{Provisioning}/datasources/prometheus.yml")["datasources"]!.AsArray());
        Assert.Equal(DataSource, source.Text("uid"));
        Assert.All(Dashboard.All, dashboard =>
        {
            var variable = Assert.Single(
                dashboard.Content.At("templating", "list")!.AsArray(), variable => variable.Text("type") == "datasource");
            Assert.Equal(("datasource", DataSource), (variable.Text("name"), variable.Text("current", "value")));
            Assert.All(
                dashboard.Content.All().OfType<JsonObject>().Select(node => node["datasource"]).OfType<JsonObject>(),
                used => Assert.Equal("${datasource}", used.Text("uid")));
        });
        Assert.All(GrafanaAlerts.All, alert => Assert.Equal(DataSource, alert["data"]![0].Text("datasourceUid")));
    }

    [Fact]
    public void Queries_use_variables_that_the_dashboard_has() =>
        Assert.All(Dashboard.All, dashboard =>
        {
            Assert.All(dashboard.Queries, query => Assert.DoesNotContain('$', dashboard.Fill(query.Expression)));
            Assert.All(dashboard.Variables, variable => Assert.Contains(
                dashboard.Queries,
                query => query.Expression.Contains($"=~\"${variable.Text("name")}\"", StringComparison.Ordinal)));
        });

    [Fact]
    public void Runbooks_name_panels_that_exist()
    {
        var titles = Dashboard.All.SelectMany(dashboard => dashboard.Panels.Select(panel => panel.Text("title")!)).ToList();
        var runbooks = Repository.Read("docs/operations.md").Split("## When an alert fires")[1].Split("\n## ")[0];
        var named = Italic().Matches(runbooks).Select(match => match.Groups["text"].Value)
            .Where(text => char.IsUpper(text[0])).Except(["API", "Models", "Data and database", "Critical"]).ToList();

        Assert.NotEmpty(named);
        Assert.All(named, name => Assert.Contains(titles, title => title.StartsWith(name, StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"(?<![*\w])\*(?<text>[^*\n]+)\*(?!\*)")]
    private static partial Regex Italic();
}
