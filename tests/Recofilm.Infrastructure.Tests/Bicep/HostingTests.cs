using Recofilm.Functions.Hosting;

namespace Recofilm.Infrastructure.Tests.Bicep;

public sealed class HostingTests(CompiledTemplates templates) : TemplateTest(templates)
{
    [Theory]
    [InlineData("dev", 0)]
    [InlineData("prod", 1)]
    public async Task Flex_consumption_runs_the_custom_handler_from_the_deployment_container(string environment, int alwaysReady)
    {
        var plan = await SingleAsync(environment, "Microsoft.Web/serverfarms");
        var app = await SingleAsync(environment, "Microsoft.Web/sites");

        Assert.Equal("FC1", plan.Text("sku", "name"));
        var configuration = app.At("properties", "functionAppConfig")!;
        Assert.Equal("custom", configuration.Text("runtime", "name"));
        Assert.Equal("1.0", configuration.Text("runtime", "version"));
        Assert.Equal("2048", configuration.Text("scaleAndConcurrency", "instanceMemoryMB"));
        Assert.Equal("UserAssignedIdentity", configuration.Text("deployment", "storage", "authentication", "type"));
        var ready = configuration.At("scaleAndConcurrency", "alwaysReady")!.AsArray();
        Assert.Equal(alwaysReady, ready.Sum(group => (int)group!["instanceCount"]!));
        Assert.All(ready, group => Assert.Equal("http", group.Text("name")));
    }

    [Fact]
    public async Task Elastic_premium_runs_the_same_package_from_a_blob()
    {
        var plan = await SingleAsync("premium", "Microsoft.Web/serverfarms");
        var app = await SingleAsync("premium", "Microsoft.Web/sites");
        var settings = await AppSettingsAsync("premium");

        Assert.Equal("EP1", plan.Text("sku", "name"));
        Assert.Null(app.At("properties", "functionAppConfig"));
        Assert.Equal("custom", settings["FUNCTIONS_WORKER_RUNTIME"]);
        Assert.Equal("~4", settings["FUNCTIONS_EXTENSION_VERSION"]);
        Assert.Contains("/recofilm.zip", settings["WEBSITE_RUN_FROM_PACKAGE"], StringComparison.Ordinal);
        Assert.Contains("--name recofilm.zip", Repository.Read("infra/hooks/deploy.sh"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Environments))]
    public async Task The_host_s_own_storage_is_opened_by_identity(string environment)
    {
        var settings = await AppSettingsAsync(environment);

        Assert.DoesNotContain("AzureWebJobsStorage", settings.Keys);
        Assert.Equal("managedidentity", settings["AzureWebJobsStorage__credential"]);
        Assert.Contains("clientId", settings["AzureWebJobsStorage__clientId"], StringComparison.Ordinal);
        Assert.Contains("primaryEndpoints.blob", settings["AzureWebJobsStorage__blobServiceUri"], StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Environments))]
    public async Task What_asks_whether_the_app_is_well_asks_a_route_it_has(string environment)
    {
        var routes = FunctionDefinition.ReadAll(AppContext.BaseDirectory).Select(function => "/" + function.Trigger.Route).ToHashSet();
        var check = (await SingleAsync(environment, "Microsoft.Web/sites")).Text("properties", "siteConfig", "healthCheckPath");
        var url = (await SingleAsync(environment, "Microsoft.Insights/webtests")).Text("properties", "Request", "RequestUrl")!;

        Assert.True(check is null || routes.Contains(check), check);
        Assert.Contains(routes, route => route.Length > 1 && url.Contains("{0}" + route, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_logs_in_to_the_database_is_the_identity_that_was_let_in()
    {
        var settings = await AppSettingsAsync("prod");
        var outputs = (await Templates.TemplateAsync())["outputs"]!;

        Assert.Contains("'identity-{0}'", settings["ConnectionStrings__Recofilm"], StringComparison.Ordinal);
        Assert.Contains("outputs.name.value", settings["ConnectionStrings__Recofilm"], StringComparison.Ordinal);
        Assert.Contains("reference('identity').outputs.name.value", outputs.Text("RECOFILM_APP_ROLE", "value"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Environments))]
    public async Task Every_alert_calls_somebody(string environment)
    {
        var alerts = (await OfTypeAsync(environment, "Microsoft.Insights/scheduledQueryRules"))
            .Concat(await OfTypeAsync(environment, "Microsoft.Insights/metricAlerts")).ToList();

        Assert.Equal(13, alerts.Count);
        Assert.All(alerts, alert => Assert.Contains("actionGroups", alert.At("properties", "actions")!.ToJsonString(), StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task Alerts_look_for_lines_that_the_program_logs()
    {
        var code = string.Concat(Directory.EnumerateFiles(Repository.PathOf("Recofilm.Core"), "*.cs", SearchOption.AllDirectories)
            .Concat(Directory.EnumerateFiles(Repository.PathOf("Recofilm.Functions"), "*.cs", SearchOption.AllDirectories))
            .Select(File.ReadAllText).Where(text => text.Contains("LoggerMessage(", StringComparison.Ordinal)));
        var phrases = from alert in await OfTypeAsync("dev", "Microsoft.Insights/scheduledQueryRules")
                      from criterion in alert.At("properties", "criteria", "allOf")!.AsArray()
                      from part in criterion.Text("query")!.Split("Message has \"").Skip(1)
                      select part.Split('"')[0];

        Assert.NotEmpty(phrases);
        Assert.All(phrases, phrase => Assert.Contains(phrase.Replace("ended Refused", "ended {Status}", StringComparison.Ordinal), code, StringComparison.Ordinal));
    }
}
