using Recofilm.Testing;

namespace Recofilm.Infrastructure.Tests.Monitoring;

/// <summary>A real Prometheus fires the alerts of faults in the running program.</summary>
public sealed class ProvokedAlertTests(AzuriteFixture azurite)
{
    [Fact]
    public async Task Each_failure_turns_its_own_alert_to_firing()
    {
        await using var postgres = new StoppablePostgres();
        await using var program = await WatchedProgram.StartAsync(postgres.Fixture, azurite);
        var prometheus = program.Prometheus;

        await prometheus.UntilFiringAsync("ModelStale");
        Assert.DoesNotContain("LoginFailures", await prometheus.FiringAsync());

        await program.TrainAsync();
        await prometheus.UntilFiringAsync("ModelStale", fires: false);

        await prometheus.UntilAsync("sum(recofilm_logins_total)", logins => logins is [0]);
        for (var attempt = 0; attempt < 120; attempt++)
        {
            await program.SendAsync(
                "POST", "/login",
                $$"""{"user_id": {{1 + (attempt % TinyCatalog.UserCount)}}, "user_key": "guess-{{attempt}}"}""");
        }

        await prometheus.UntilFiringAsync("LoginFailures");
        Assert.DoesNotContain("ErrorRate", await prometheus.FiringAsync());

        Assert.DoesNotContain("DatabaseUnreachable", await prometheus.FiringAsync());
        await postgres.StopAsync();
        await prometheus.UntilFiringAsync("DatabaseUnreachable");
        Assert.DoesNotContain("ErrorRate", await prometheus.FiringAsync());
        await FailAsync(program, 1);
        // A series counts from its second look on.
        await prometheus.UntilAsync(
            "sum(http_server_request_duration_seconds_count{http_response_status_code='503'})", failed => failed is [1]);
        await FailAsync(program, 30);
        await prometheus.UntilFiringAsync("ErrorRate");

        await program.Host.KillAsync();
        await prometheus.UntilFiringAsync("ApiDown");
    }

    private static async Task FailAsync(WatchedProgram program, int times)
    {
        for (var attempt = 0; attempt < times; attempt++)
            Assert.Equal(503, (await program.SendAsync("POST", "/login", """{"user_id": 1, "user_key": "any"}""")).Status);
    }

    // One of this test's own, for the others need theirs.
    private sealed class StoppablePostgres : IAsyncDisposable
    {
        private bool _isStopped;

        public PostgresFixture Fixture { get; } = PostgresFixture.OnItsOwnServer();

        public async Task StopAsync()
        {
            _isStopped = true;
            await Fixture.DisposeAsync();
        }

        public async ValueTask DisposeAsync()
        {
            if (!_isStopped)
                await StopAsync();
        }
    }
}
