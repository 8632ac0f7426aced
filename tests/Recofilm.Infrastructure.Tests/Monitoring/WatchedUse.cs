using Recofilm.Testing;

namespace Recofilm.Infrastructure.Tests.Monitoring;

/// <summary>
/// A watched program that everything has happened to of which there is a metric: one for the tests that look at it.
/// </summary>
public sealed class WatchedUse(PostgresFixture postgres, AzuriteFixture azurite) : IAsyncLifetime
{
    private WatchedProgram? _program;

    internal WatchedProgram Program => _program!;

    public async ValueTask InitializeAsync()
    {
        _program = await WatchedProgram.StartAsync(postgres, azurite, RememberAsync);
        await Program.RunAsync("nightly_training");
        await TryFirstVersionAsync();
        // A series counts from its second look on, so everything happens twice, seen by Prometheus in between.
        for (var turn = 1; turn <= 2; turn++)
        {
            await UseAsync();
            // Lists and events reach the database a moment after the answer, and the measures are taken from there.
            await Eventually.IsTrueAsync(
                () => Program.Database.ScalarAsync<bool>(
                    $"""
                    SELECT count(*) = {12 * turn} AND NOT EXISTS (SELECT FROM pending_events)
                    FROM recommendations WHERE served_at > now() - interval '1 day'
                    """),
                "the lists and events are in the database", TestContext.Current.CancellationToken);
            await Program.RunAsync("feedback_training");
            await Program.Prometheus.UntilAsync(
                "sum(recofilm_recommendations_length_count)", lists => lists is [var made] && made == 12 * turn);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_program is not null)
            await _program.DisposeAsync();
    }

    // Half of the lists of three days ago had a hit: what is shown today is compared with that.
    private static Task RememberAsync(TestDatabase database, string version) => database.ExecuteAsync(
        $"""
        INSERT INTO recommendations (list_id, user_id, strategy, model_version, served_at, movie_ids, scores)
        SELECT gen_random_uuid(), u, 'collaborative', '{version}', now() - interval '3 days', ARRAY[u], ARRAY[1::real]
        FROM generate_series(1, 20) u;
        INSERT INTO events (recommendation_id, movie_id, kind, occurred_at)
        SELECT list_id, user_id, 'play', served_at FROM recommendations WHERE user_id % 2 = 0
        """);

    private async Task TryFirstVersionAsync()
    {
        var (_, token) = await Program.RegisterAsync(isOperator: true);
        var (_, status) = await Program.SendAsync("GET", "/");
        Assert.NotEqual(Program.FirstVersion, status.GetProperty("model_version").GetString());
        var (started, _) = await Program.SendAsync(
            "POST", $"/models/{Program.FirstVersion}/challenge", """{"share": 0.5}""", token);
        Assert.Equal(200, started);
    }

    /// <summary>Three new users do all that a user can.</summary>
    internal async Task UseAsync()
    {
        for (var user = 0; user < 3; user++)
        {
            var (id, token) = await Program.RegisterAsync();
            await Program.SendAsync(
                "POST", "/ratings", """{"ratings": [{"movie_id": 1, "rating": 4.5}, {"movie_id": 7, "rating": 4}]}""", token);
            var (_, list) = await Program.SendAsync("GET", "/recommendations", token: token);
            await Program.SendAsync("POST", "/hybrid", "{}", token);
            await Program.SendAsync("POST", "/genre_recommendations", """{"genres": ["Drama"]}""", token);
            await Program.SendAsync("GET", "/movies/1/similar", token: token);
            var movie = list.GetProperty("recommendations")[0].GetProperty("movie_id").GetInt32();
            await Program.SendAsync("PUT", $"/ratings/{movie}", """{"rating": 5}""", token);
            var shown = list.GetProperty("recommendation_id").GetString();
            var played = $$"""{"recommendation_id": "{{shown}}", "movie_id": {{movie}}, "kind": "play"}""";
            Assert.InRange((await Program.SendAsync("POST", "/events", played, token)).Status, 201, 202);
            await Program.SendAsync("POST", "/login", $$"""{"user_id": {{id}}, "user_key": "wrong"}""");
        }
    }
}
