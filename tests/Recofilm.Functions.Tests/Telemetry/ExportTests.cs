using OpenTelemetry.Metrics;
using Recofilm.Functions.Telemetry;
using Recofilm.Functions.Tests.Http;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Telemetry;

/// <summary>The telemetry that the program sends to the addresses of its environment.</summary>
[Collection(ApiCollection.Name)]
public sealed class ExportTests(Api api, PostgresFixture postgres)
{
    [Fact]
    public async Task Traces_metrics_and_logs_go_to_the_collector()
    {
        await using var collector = await Collector.StartAsync();
        // Its own database and queue: no other program of these tests takes its trainings, or waits for them.
        await using var database = await postgres.CreateDatabaseAsync();
        await TinyCatalog.LoadAsync(database);
        await using var program = await StartAsync(new()
        {
            ["ConnectionStrings__Recofilm"] = database.ConnectionString,
            ["OTEL_EXPORTER_OTLP_ENDPOINT"] = collector.Address,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["Recofilm__Training__Schedule"] = "* * * * * *",
            ["Recofilm__Training__Queue"] = "exported-trainings",
        });
        using var client = new ApiClient(program.Address);
        await (await client.PostAsync("/login", """{"user_id": 1, "user_key": "never-to-be-sent"}"""))
            .ProblemAsync(401, "invalid-credentials");
        await (await client.GetAsync("/metrics")).ProblemAsync(404, "unknown-route");

        await collector.UntilReceivedAsync(
            "/v1/traces", "POST /login", "training run", "training fingerprint", "postgresql", "BlobBaseClient.DownloadContent",
            "recofilm");
        await collector.UntilReceivedAsync(
            "/v1/metrics", "http.server.request.duration", "recofilm.logins", "recofilm.database.up");
        await collector.UntilReceivedAsync("/v1/logs", "DurationMs");
        Assert.False(collector.Has("never-to-be-sent"));
    }

    [Fact]
    public async Task Traces_go_to_azure_monitor_and_metrics_do_not_wait_to_be_fetched()
    {
        await using var collector = await Collector.StartAsync();
        await using var program = await StartAsync(new()
        {
            ["APPLICATIONINSIGHTS_CONNECTION_STRING"] =
                $"InstrumentationKey=00000000-0000-0000-0000-000000000001;IngestionEndpoint={collector.Address}/",
        });
        using var client = new ApiClient(program.Address);
        await (await client.GetAsync("/metrics")).ProblemAsync(404, "unknown-route");

        // Azure Monitor is sent a sample of the traces: a few a second.
        await collector.UntilReceivedAsync(
            "/track", "GET /health/live", async () => await (await client.GetAsync("/health/live")).OkAsync());
    }

    // The exporter sends metrics once a minute: here they are asked for, in this process.
    [Fact]
    public async Task Metrics_go_to_azure_monitor()
    {
        await using var collector = await Collector.StartAsync();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration[TelemetryDestinations.AzureMonitorVariable] =
            $"InstrumentationKey=00000000-0000-0000-0000-000000000002;IngestionEndpoint={collector.Address}/";
        builder.AddRecofilmTelemetry(isHosted: false);
        await using var program = builder.Build();
        var metrics = program.Services.GetRequiredService<MeterProvider>();
        program.Services.GetRequiredService<LoginMetrics>().Count(LoginOutcome.Refused);

        Assert.True(metrics.ForceFlush(30_000));

        await collector.UntilReceivedAsync("/track", "recofilm.logins", "refused", "00000000-0000-0000-0000-000000000002");
    }

    private Task<ProgramProcess> StartAsync(Dictionary<string, string?> variables) => ProgramProcess.StartAsync(api.Settings with
    {
        Variables = new Dictionary<string, string?>(variables)
        {
            ["OTEL_BSP_SCHEDULE_DELAY"] = "100",
            ["OTEL_BLRP_SCHEDULE_DELAY"] = "100",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "200",
        },
    });
}
