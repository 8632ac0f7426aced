using Recofilm.Core.Database;
using Recofilm.LocalStack;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Http;

/// <summary>A database that is stopped, not dead: connections open, and nothing is answered.</summary>
[Collection(ApiCollection.Name)]
public sealed class HungDatabaseTests(Api api) : IAsyncLifetime
{
    // Many times the time-outs that the test sets, for busy machines, and less than the wait for a connection that it sets.
    private static readonly TimeSpan _bound = TimeSpan.FromSeconds(25);

    private readonly string _folder = TemporaryFolder.Create("hung");
    private LocalPostgres _server = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await LocalPostgres.StartAsync(new LocalPostgresOptions(_folder) { Durable = false }, Cancellation);
        await _server.EnsureDatabaseAsync("hung", Cancellation);
        await DatabaseMigrator.MigrateAsync(_server.ConnectionString("hung"), Cancellation);
    }

    public async ValueTask DisposeAsync()
    {
        await SignalAsync("CONT");
        await _server.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Requests_and_the_readiness_are_answered_within_their_time_outs_and_again_when_it_goes_on()
    {
        await using var handler = await ProgramProcess.StartAsync(api.Settings with
        {
            Database = _server.ConnectionString("hung"),
            Variables = new Dictionary<string, string?>
            {
                ["Recofilm__Database__CommandTimeout"] = "00:00:01",
                ["Recofilm__Database__ConnectTimeout"] = "00:00:10",
                ["Recofilm__Database__MaxConnections"] = "4",
                ["Recofilm__Database__QueueTimeout"] = "00:00:01",
            },
        });
        using var anonymous = new ApiClient(handler.Address);
        var user = await (await anonymous.PostAsync("/users")).OkAsync(201);
        var login = await (await anonymous.PostAsync(
            "/login",
            $$"""{"user_id": {{user.GetProperty("user_id")}}, "user_key": "{{user.GetProperty("user_key").GetString()}}"}"""))
            .OkAsync();
        using var client = new ApiClient(handler.Address, login.GetProperty("access_token").GetString());
        foreach (var answer in await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.GetAsync("/ratings"))))
            await answer.OkAsync();

        await SignalAsync("STOP");
        var requests = Enumerable.Range(0, 12).Select(_ => client.GetAsync("/ratings").WaitAsync(_bound, Cancellation)).ToList();
        var ready = await client.GetAsync("/health/ready").WaitAsync(_bound, Cancellation);
        Assert.Equal("not_ready", (await ready.OkAsync(503)).GetProperty("status").GetString());
        await (await client.GetAsync("/health/live").WaitAsync(_bound, Cancellation)).OkAsync();
        var answers = await Task.WhenAll(requests);
        var problems = new List<string>();
        foreach (var answer in answers)
            problems.Add((await answer.OkAsync(503)).GetProperty("type").GetString()!);
        // Those that got a connection wait for the statement, the others for a connection.
        Assert.Contains("urn:recofilm:problem:database-unavailable", problems);
        Assert.All(problems, problem => Assert.True(
            problem is "urn:recofilm:problem:database-unavailable" or "urn:recofilm:problem:overloaded", problem));

        await SignalAsync("CONT");
        await Eventually.IsTrueAsync(
            async () => (await client.GetAsync("/ratings")).IsSuccessStatusCode, "ratings are answered again", Cancellation);
    }

    private Task SignalAsync(string signal) => ProcessTree.SignalAsync(_server.ProcessId, signal);
}
