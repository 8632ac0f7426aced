namespace Recofilm.Infrastructure.Tests.Bicep;

public sealed class HostingTests(CompiledTemplates templates) : TemplateTest(templates)
{
    [Theory]
    [InlineData("dev", "[]")]
    [InlineData("prod", """[{"name":"http","instanceCount":1}]""")]
    public async Task Flex_consumption_runs_the_isolated_worker(string environment, string alwaysReady)
    {
        var plan = await SingleAsync(environment, "Microsoft.Web/serverfarms");
        var app = await SingleAsync(environment, "Microsoft.Web/sites");

        Assert.Equal("FC1", plan.Text("sku", "name"));
        var configuration = app.At("properties", "functionAppConfig")!;
        Assert.Equal("dotnet-isolated", configuration.Text("runtime", "name"));
        Assert.Equal($"{Environment.Version.Major}.0", configuration.Text("runtime", "version"));
        Assert.Equal("2048", configuration.Text("scaleAndConcurrency", "instanceMemoryMB"));
        Assert.Equal("UserAssignedIdentity", configuration.Text("deployment", "storage", "authentication", "type"));
        Assert.Equal(alwaysReady, configuration.At("scaleAndConcurrency", "alwaysReady")!.ToJsonString());
        // Flex Consumption refuses it beside functionAppConfig.
        Assert.DoesNotContain("FUNCTIONS_WORKER_RUNTIME", (await AppSettingsAsync(environment)).Keys);
    }

    [Fact]
    public async Task Elastic_premium_runs_the_same_package_from_a_blob()
    {
        var plan = await SingleAsync("premium", "Microsoft.Web/serverfarms");
        var app = await SingleAsync("premium", "Microsoft.Web/sites");
        var settings = await AppSettingsAsync("premium");

        Assert.Equal("EP1", plan.Text("sku", "name"));
        Assert.Null(app.At("properties", "functionAppConfig"));
        Assert.Equal($"DOTNET-ISOLATED|{Environment.Version.Major}.0", app.Text("properties", "siteConfig", "linuxFxVersion"));
        Assert.Equal("dotnet-isolated", settings["FUNCTIONS_WORKER_RUNTIME"]);
        Assert.Equal("~4", settings["FUNCTIONS_EXTENSION_VERSION"]);
        Assert.Contains("/recofilm.zip", settings["WEBSITE_RUN_FROM_PACKAGE"], StringComparison.Ordinal);
        Assert.Contains("--name recofilm.zip", Repository.Read("infra/hooks/deploy.sh"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Environments))]
    public async Task Placeholders_are_off_while_they_crash_on_this_version_of_dotnet(string environment)
    {
        var description = (await Templates.TemplateAsync()).Text("parameters", "usePlaceholders", "metadata", "description");

        Assert.Equal("0", (await AppSettingsAsync(environment))["WEBSITE_USE_PLACEHOLDER_DOTNETISOLATED"]);
        Assert.Contains("azure-functions-dotnet-worker/issues/3335", description, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Environments))]
    public async Task Every_schedule_that_a_timer_names_is_a_setting(string environment)
    {
        var settings = await AppSettingsAsync(environment);
        var schedules = FunctionsMetadata.All.Where(function => function.Type == "timerTrigger")
            .Select(function => function.Schedule!).ToList();

        Assert.NotEmpty(schedules);
        Assert.All(schedules, schedule =>
        {
            var setting = settings[FunctionsMetadata.SettingOf(schedule)];
            Assert.NotNull(Cronos.CronExpression.Parse(setting, Cronos.CronFormat.IncludeSeconds));
        });
    }

    [Theory, MemberData(nameof(Environments))]
    public async Task Trainings_wait_in_a_queue_that_the_app_may_use_and_so_do_poison_messages(string environment)
    {
        var queues = (await OfTypeAsync(environment, "Microsoft.Storage/storageAccounts/queueServices/queues"))
            .Select(queue => queue.Text("name")!.Split('/')[^1]).Order().ToList();
        var settings = await AppSettingsAsync(environment);
        var trigger = Assert.Single(FunctionsMetadata.All, function => function is { Type: "queueTrigger", Name: "training" });

        Assert.Equal(2, queues.Count);
        Assert.Equal($"{queues[0]}-poison", queues[1]);
        Assert.Contains(
            "outputs.trainingQueue.value", settings[FunctionsMetadata.SettingOf(trigger.Queue!)], StringComparison.Ordinal);
        var roles = (await OfTypeAsync(environment, "Microsoft.Authorization/roleAssignments"))
            .Where(role => role.Text("properties", "roleDefinitionId")!.Contains(SecurityTests.QueueDataContributor))
            .Select(role => role.Text("id")!);
        Assert.All(queues, queue => Assert.Single(roles, id => id.Contains($"/queues/{queue}'", StringComparison.Ordinal)));
        var connection = settings.Keys.Where(name => name.StartsWith($"{trigger.Connection}__", StringComparison.Ordinal))
            .ToDictionary(name => name.Split("__")[^1], name => settings[name], StringComparer.OrdinalIgnoreCase);
        Assert.Contains("primaryEndpoints.queue", connection["queueServiceUri"], StringComparison.Ordinal);
        Assert.Equal("managedidentity", connection["credential"]);
        Assert.Equal(settings["AZURE_CLIENT_ID"], connection["clientId"]);
    }

    [Fact]
    public async Task Azd_finds_the_app_by_the_name_of_its_service()
    {
        var service = Assert.Single(Yaml.Read("azure.yaml")["services"]!.AsObject());
        var app = await SingleAsync("dev", "Microsoft.Web/sites");

        Assert.Equal(service.Key, app.Text("tags", "azd-service-name"));
        Assert.Equal(("dotnet", "function"), (service.Value.Text("language"), service.Value.Text("host")));
        Assert.True(Repository.Has($"{service.Value.Text("project")}/Recofilm.Functions.csproj"));
        Assert.Matches(@"^recofilm@\d+\.\d+\.\d+$", Yaml.Read("azure.yaml").Text("metadata", "template"));
    }

    [Theory, MemberData(nameof(Environments))]
    public async Task The_host_s_own_storage_is_opened_by_identity(string environment)
    {
        var settings = await AppSettingsAsync(environment);

        Assert.DoesNotContain("AzureWebJobsStorage", settings.Keys);
        Assert.Equal("managedidentity", settings["AzureWebJobsStorage__credential"]);
        Assert.Contains("clientId", settings["AzureWebJobsStorage__clientId"], StringComparison.Ordinal);
        Assert.Contains("primaryEndpoints.blob", settings["AzureWebJobsStorage__blobServiceUri"], StringComparison.Ordinal);
        Assert.Contains("primaryEndpoints.queue", settings["AzureWebJobsStorage__queueServiceUri"], StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Environments))]
    public async Task What_asks_whether_the_app_is_well_asks_a_route_it_has(string environment)
    {
        var routes = FunctionsMetadata.All.Select(function => "/" + function.Route).ToHashSet();
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
        Assert.Contains(
            "reference('identity').outputs.name.value", outputs.Text("RECOFILM_APP_ROLE", "value"), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(Environments))]
    public async Task Every_alert_calls_somebody(string environment)
    {
        var alerts = (await OfTypeAsync(environment, "Microsoft.Insights/scheduledQueryRules"))
            .Concat(await OfTypeAsync(environment, "Microsoft.Insights/metricAlerts")).ToList();

        Assert.NotEmpty(alerts);
        Assert.All(
            alerts,
            alert => Assert.Contains(
                "actionGroups", alert.At("properties", "actions")!.ToJsonString(), StringComparison.OrdinalIgnoreCase));
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
        Assert.All(
            phrases,
            phrase => Assert.Contains(
                phrase.Replace("ended Refused", "ended {Status}", StringComparison.Ordinal), code, StringComparison.Ordinal));
    }
}
