using Npgsql;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Http;

/// <summary>More requests than the program can answer, because a lock keeps its database from answering any.</summary>
[Collection(ApiCollection.Name)]
public sealed class OverloadTests(Api api)
{
    [Fact]
    public async Task Beyond_those_that_work_and_wait_requests_are_turned_away_at_once_and_the_others_are_answered_later()
    {
        const int Working = 2, Waiting = 3, Beyond = 6;
        await using var program = await StartAsync(Working, Waiting, "00:01:00");
        using var user = await api.SignInAsync();
        using var client = new ApiClient(program.Address, user.Token);
        var (database, hold) = await LockAsync();
        await using var connection = database;
        await using var transaction = hold;
        List<Task<HttpResponseMessage>> requests =
            [.. Enumerable.Range(0, Working + Waiting + Beyond).Select(_ => client.GetAsync("/ratings"))];

        for (var shed = 0; shed < Beyond; shed++)
        {
            var first = await Task.WhenAny(requests);
            requests.Remove(first);
            using var refused = await first;
            await refused.ProblemAsync(503, "overloaded");
            Assert.Equal(TimeSpan.FromSeconds(1), refused.Headers.RetryAfter!.Delta);
        }

        await (await client.GetAsync("/health/live")).OkAsync();
        var (queueFull, waitedTooLong) = await ShedAsync(program);
        // Work of the program itself may have been turned away, too.
        Assert.True(queueFull >= Beyond, $"{queueFull} were turned away.");
        Assert.Equal(0, waitedTooLong);
        await transaction.RollbackAsync(TestContext.Current.CancellationToken);
        foreach (var answer in await Task.WhenAll(requests))
            await answer.OkAsync();
        Assert.Equal(Working + Waiting, requests.Count);
    }

    [Fact]
    public async Task Who_waits_too_long_is_turned_away()
    {
        await using var program = await StartAsync(connections: 1, queue: 10, "00:00:00.05");
        await program.WaitForOutputAsync(line => line.Contains(" serves, loaded in ", StringComparison.Ordinal));
        using var user = await api.SignInAsync();
        using var client = new ApiClient(program.Address, user.Token);
        var (database, hold) = await LockAsync();
        await using var connection = database;
        await using var transaction = hold;
        List<Task<HttpResponseMessage>> requests = [client.GetAsync("/ratings"), client.GetAsync("/recommendations")];

        var first = await Task.WhenAny(requests);
        await (await first).ProblemAsync(503, "overloaded");

        Assert.Equal((0, 1), await ShedAsync(program));
        await transaction.RollbackAsync(TestContext.Current.CancellationToken);
        requests.Remove(first);
        await (await requests[0]).OkAsync();
    }

    [Fact]
    public async Task Clients_that_dribble_their_bodies_leave_the_database_to_others()
    {
        const int Dribblers = 20;
        await using var handler = await StartAsync(connections: 2, queue: 0, "00:00:02");
        using var user = await api.SignInAsync();
        using var client = new ApiClient(handler.Address, user.Token);
        var dribblers = new List<DribblingClient>();
        try
        {
            for (var dribbler = 0; dribbler < Dribblers; dribbler++)
                dribblers.Add(await DribblingClient.StartAsync(handler.Address, "/login"));

            await (await client.GetAsync("/ratings")).OkAsync();
            await (await client.PutAsync("/ratings/12", """{"rating": 4.5}""")).OkAsync(201);
            await (await client.PostAsync(
                "/login", $$"""{"user_id": {{user.UserId}}, "user_key": "{{user.UserKey}}"}""")).OkAsync();
            Assert.All(dribblers, dribbler => Assert.True(dribbler.IsWaiting));
        }
        finally
        {
            dribblers.ForEach(dribbler => dribbler.Dispose());
        }
    }

    [Fact]
    public async Task A_body_that_takes_too_long_is_answered_408()
    {
        await using var handler = await ProgramProcess.StartAsync(api.Settings with
        {
            Variables = new Dictionary<string, string?> { ["Recofilm__Http__RequestBodyTimeout"] = "00:00:01" },
        });
        using var dribbler = await DribblingClient.StartAsync(handler.Address, "/login");

        Assert.StartsWith("HTTP/1.1 408 ", await dribbler.AnswerAsync(), StringComparison.Ordinal);
    }

    private async Task<(NpgsqlConnection Connection, NpgsqlTransaction Transaction)> LockAsync()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var connection = await api.Database.DataSource.OpenConnectionAsync(cancellation);
        var transaction = await connection.BeginTransactionAsync(cancellation);
        await using var command = new NpgsqlCommand("LOCK TABLE ratings IN ACCESS EXCLUSIVE MODE", connection, transaction);
        await command.ExecuteNonQueryAsync(cancellation);
        return (connection, transaction);
    }

    private Task<ProgramProcess> StartAsync(int connections, int queue, string timeout) =>
        ProgramProcess.StartAsync(api.Settings with
        {
            Variables = new Dictionary<string, string?>
            {
                ["Recofilm__Database__MaxConnections"] = $"{connections}",
                ["Recofilm__Database__QueueLength"] = $"{queue}",
                ["Recofilm__Database__QueueTimeout"] = timeout,
                // One connection may be all there is, and nothing else shall wait for it.
                ["Recofilm__Telemetry__DatabaseProbeInterval"] = "01:00:00",
            },
        });
    private static async Task<(int QueueFull, int WaitedTooLong)> ShedAsync(ProgramProcess program)
    {
        using var client = new HttpClient { BaseAddress = program.Address };
        var metrics = await ExposedMetric.ReadAsync(client, TestContext.Current.CancellationToken);
        return (Of("queue_full"), Of("waited_too_long"));

        int Of(string reason) => (int)metrics.Single(
            metric => metric.Name == "recofilm_requests_shed_total" && metric.Labels["reason"] == reason).Value;
    }
}
