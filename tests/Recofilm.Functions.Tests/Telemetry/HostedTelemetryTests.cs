using System.Text.RegularExpressions;
using Recofilm.Functions.Tests.Http;
using Recofilm.Testing;
using Recofilm.Testing.FunctionsHost;

namespace Recofilm.Functions.Tests.Telemetry;

/// <summary>The log, the traces and the end of requests behind the Functions host.</summary>
[Collection(ApiCollection.Name)]
public sealed partial class HostedTelemetryTests(Api api)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_request_is_logged_once_by_the_host_with_its_invocation_and_trace()
    {
        await using var host = await StartAsync();

        (await host.Client.GetAsync(new Uri(host.Address, "/health/live"), Cancellation)).EnsureSuccessStatusCode();
        (await host.Client.GetAsync(new Uri(host.Address, "/health/ready"), Cancellation)).Dispose();

        // Lines arrive in order, so the first request's are all there.
        await host.WaitForLogAsync(log => log.Message.StartsWith("GET /health/ready", StringComparison.Ordinal), Cancellation);
        var line = Assert.Single(host.Logs, log => log.Message.StartsWith("GET /health/live", StringComparison.Ordinal));
        Assert.Contains($"invocation {line.InvocationId}, ", line.Message, StringComparison.Ordinal);
        Assert.Matches(Trace(), line.Message);
        // A console beside the host's logger would write each line a second time.
        Assert.Empty(host.Output);
    }

    [Fact]
    public async Task Traces_are_exported_behind_the_host_too()
    {
        await using var collector = await Collector.StartAsync();
        await using var host = await StartAsync(
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"),
            ("OTEL_BSP_SCHEDULE_DELAY", "100"));

        await collector.UntilReceivedAsync(
            "/v1/traces", "GET /health/live",
            async () => (await host.Client.GetAsync(new Uri(host.Address, "/health/live"), Cancellation)).Dispose());
    }

    [Fact]
    public async Task A_client_that_leaves_ends_its_request()
    {
        await using var host = await StartAsync();
        using var user = await api.SignInAsync();
        await using var connection = await api.Database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await connection.BeginTransactionAsync(Cancellation);
        await using (var command = connection.CreateCommand())
        {
            command.CommandText = "LOCK TABLE dismissals IN ACCESS EXCLUSIVE MODE";
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        using var leaving = new CancellationTokenSource();
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Address, "/dismissals"));
        request.Headers.Authorization = new("Bearer", user.Token);
        var pending = host.Client.SendAsync(request, leaving.Token);
        await Eventually.IsTrueAsync(
            () => api.Database.ScalarAsync<bool>(
                "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND relation = 'dismissals'::regclass)"),
            "the request waits for the table", Cancellation);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => pending);

        await host.WaitForLogAsync(log => log.Message.StartsWith("GET /dismissals 499", StringComparison.Ordinal), Cancellation);
    }

    private async Task<TestFunctionsHost> StartAsync(params (string Name, string Value)[] variables)
    {
        var all = new Dictionary<string, string?>(api.Settings.HostVariables);
        foreach (var (name, value) in variables)
            all[name] = value;
        return await TestFunctionsHost.StartAsync(
            new FunctionsHostSettings(await PublishedProgram.FolderAsync()) { Variables = all, PollsQueues = false },
            Cancellation);
    }

    [GeneratedRegex("trace [0-9a-f]{32}$")]
    private static partial Regex Trace();
}
