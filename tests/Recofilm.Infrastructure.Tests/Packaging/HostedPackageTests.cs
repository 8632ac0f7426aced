using System.Net;
using System.Net.Http.Headers;
using Recofilm.Testing;
using Recofilm.Testing.FunctionsHost;

namespace Recofilm.Infrastructure.Tests.Packaging;

/// <summary>The package as the Functions host runs it.</summary>
public sealed class HostedPackageTests(PostgresFixture postgres, AzuriteFixture azurite)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_trains_by_timers_and_queue_and_serves_and_ends_with_its_host()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The package is for Linux.");
        await using var database = await postgres.CreateDatabaseAsync();
        await TinyCatalog.LoadAsync(database);
        await database.ExecuteAsync("UPDATE users SET role = 'operator' WHERE user_id = 1");
        var settings = new ProgramSettings(
            database.ConnectionString, await azurite.GetConnectionStringAsync(), (await azurite.CreateContainerAsync()).Name);
        await using var host = await TestFunctionsHost.StartAsync(
            new FunctionsHostSettings(await BuiltPackage.UnpackedAsync()) { Variables = settings.HostVariables }, Cancellation);

        foreach (var timer in host.Functions.Where(function => function.TriggerType == "timertrigger"))
        {
            var fired = await host.FireTimerAsync(timer.Name, cancellationToken: Cancellation);
            Assert.True(fired.Succeeded, fired.Error);
        }

        await UntilEndedAsync(database, published: 1);
        // A changed rating makes the operator's training another one.
        await database.ExecuteAsync("UPDATE ratings SET rating = 5.5 - rating WHERE user_id = 2");
        host.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", TokenForge.Sign(
            $$"""{"alg":"HS256","typ":"at+jwt","kid":"{{ProgramSettings.Kid}}"}""",
            TokenForge.Claims(TimeProvider.System.GetUtcNow(), userId: 1, role: "operator"), ProgramSettings.SigningKey));
        using var accepted = await host.Client.PostAsync(new Uri(host.Address, "/models/retrain"), content: null, Cancellation);
        Assert.Equal(HttpStatusCode.Accepted, accepted.StatusCode);
        await UntilEndedAsync(database, published: 2);
        await Eventually.IsTrueAsync(
            async () => (await host.Client.GetAsync(new Uri(host.Address, "/health/ready"), Cancellation)).IsSuccessStatusCode,
            "a model is served", Cancellation);
        using var list = await host.Client.GetAsync(new Uri(host.Address, "/recommendations"), Cancellation);
        Assert.Equal(HttpStatusCode.OK, list.StatusCode);

        Assert.Equal(new WorkerExit(ExitCode: 0, WasKilled: false), await host.StopAsync());
    }

    private static Task UntilEndedAsync(TestDatabase database, int published) => Eventually.IsTrueAsync(
        () => database.ScalarAsync<bool>(
            $"""
            SELECT count(*) FILTER (WHERE status IN ('published', 'refused')) >= {published}
                AND count(*) FILTER (WHERE finished_at IS NULL) = 0 FROM training_runs
            """),
        $"{published} trainings have ended", Cancellation);
}
