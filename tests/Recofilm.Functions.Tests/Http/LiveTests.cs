using System.Text.Json;
using Recofilm.Core.Feedback;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Http;

/// <summary>The program remembers the lists that users are shown, and counts what they do with them.</summary>
[Collection(ApiCollection.Name)]
public sealed class LiveTests(Api api) : IAsyncLifetime
{
    private ApiClient _user = null!;

    public async ValueTask InitializeAsync() => _user = await api.SignInAsync();

    public ValueTask DisposeAsync()
    {
        _user.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task An_event_counts_once_however_often_it_is_sent()
    {
        var list = await ListAsync("/recommendations?limit=3");
        await WrittenAsync(list);
        var first = await (await ReportAsync(list, list.MovieIds()[1], "play")).OkAsync(201);
        var again = await (await ReportAsync(list, list.MovieIds()[1], "play")).OkAsync();
        Assert.Equal(
            first.GetProperty("occurred_at").GetDateTime(), again.GetProperty("occurred_at").GetDateTime(),
            TimeSpan.FromMilliseconds(1));
        await (await ReportAsync(list, list.MovieIds()[1], "click")).OkAsync(201);
        Assert.Equal(2, await api.Database.ScalarAsync<long>(
            $"SELECT count(*) FROM events WHERE recommendation_id = '{IdOf(list)}'"));
    }

    [Fact]
    public async Task An_event_needs_a_list_of_the_users_own_that_has_the_movie()
    {
        var list = await ListAsync("/recommendations?limit=3");
        await WrittenAsync(list);
        var other = Enumerable.Range(1, 5).Except(list.MovieIds()).First();
        var problem = await (await ReportAsync(list, other, "play")).ProblemAsync(422, "movie-not-recommended");
        Assert.Equal(["movie_id"], problem.Fields());

        using var stranger = await api.SignInAsync();
        var body = $$"""{"recommendation_id": "{{IdOf(list)}}", "movie_id": {{list.MovieIds()[0]}}, "kind": "play"}""";
        await (await stranger.PostAsync("/events", body)).ProblemAsync(404, "unknown-recommendation");
        await (await _user.PostAsync("/events", body.Replace(IdOf(list), Guid.NewGuid().ToString(), StringComparison.Ordinal)))
            .ProblemAsync(404, "unknown-recommendation");
        var invalid = await (await _user.PostAsync("/events", """{"recommendation_id": "x", "movie_id": 0, "kind": "like"}"""))
            .ProblemAsync(400, "invalid-parameter");
        Assert.Equal(["recommendation_id", "movie_id", "kind"], invalid.Fields());
    }

    [Fact]
    public async Task Lists_are_answered_while_the_record_of_them_cannot_be_written()
    {
        JsonElement list;
        await using (var connection = await api.Database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken))
        await using (var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            await using var command = new Npgsql.NpgsqlCommand("LOCK TABLE recommendations IN ACCESS EXCLUSIVE MODE", connection);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            list = await ListAsync("/recommendations?limit=2");
            foreach (var path in (string[])["/movies/12/similar", "/recommendations?offset=2"])
                Assert.NotEqual(IdOf(list), IdOf(await ListAsync(path)));
        }

        await _user.CountEventAsync(IdOf(list), list.MovieIds()[0], "click");
    }

    [Fact]
    public async Task An_event_whose_list_is_not_written_yet_is_accepted_and_counts_when_it_is()
    {
        JsonElement list;
        await using (var connection = await api.Database.DataSource.OpenConnectionAsync(TestContext.Current.CancellationToken))
        await using (var transaction = await connection.BeginTransactionAsync(TestContext.Current.CancellationToken))
        {
            // Nobody can write lists meanwhile; they can be read.
            await using var command = new Npgsql.NpgsqlCommand("LOCK TABLE recommendations IN SHARE MODE", connection);
            await command.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
            list = await ListAsync("/recommendations?limit=2");
            var accepted = await (await ReportAsync(list, list.MovieIds()[0], "play")).OkAsync(202);
            var again = await (await ReportAsync(list, list.MovieIds()[0], "play")).OkAsync(202);
            Assert.Equal(
                accepted.GetProperty("occurred_at").GetDateTime(), again.GetProperty("occurred_at").GetDateTime(),
                TimeSpan.FromMilliseconds(1));

            // Accepted, for nobody knows yet what the list has; never counted.
            await (await ReportAsync(list, 4000, "play")).OkAsync(202);
            using var stranger = await api.SignInAsync();
            var body = $$"""{"recommendation_id": "{{IdOf(list)}}", "movie_id": {{list.MovieIds()[1]}}, "kind": "play"}""";
            await (await stranger.PostAsync("/events", body)).OkAsync(202);
        }

        await _user.CountEventAsync(IdOf(list), list.MovieIds()[0], "play");
        await UntilAsync($"SELECT NOT EXISTS (SELECT FROM pending_events WHERE recommendation_id = '{IdOf(list)}')");
        Assert.Equal(
            $"{list.MovieIds()[0]} play",
            await api.Database.ScalarAsync<string>(
                $"SELECT string_agg(movie_id || ' ' || kind, ', ') FROM events WHERE recommendation_id = '{IdOf(list)}'"));
    }

    [Fact]
    public async Task A_user_who_sends_events_of_lists_that_never_were_keeps_nobody_waiting()
    {
        await using var handler = await StartAsync("Recofilm__Database__MaxConnections", "1");
        using var attacker = new ApiClient(handler.Address, _user.Token);
        await (await attacker.GetAsync("/ratings")).OkAsync();
        var sent = await Task.WhenAll(Enumerable.Range(0, EventStore.MaxPending + 20).Select(_ => attacker.PostAsync(
            "/events", $$"""{"recommendation_id": "{{Guid.CreateVersion7()}}", "movie_id": 1, "kind": "play"}""")));

        // On a busy machine, the last ones come when their list can no longer be on its way.
        Assert.InRange(sent.Count(answer => (int)answer.StatusCode == 202), 1, EventStore.MaxPending);
        // One connection serves them all, so some may wait too long for it.
        Assert.All(sent, answer => Assert.Contains((int)answer.StatusCode, (int[])[202, 404, 503]));
        using var other = await api.SignInAsync();
        using var client = new ApiClient(handler.Address, other.Token);
        await (await client.GetAsync("/ratings")).OkAsync();
    }

    [Fact]
    public async Task Events_are_limited_for_each_user()
    {
        await using var handler = await StartAsync("Recofilm__Http__EventsPerMinute", "2");
        var body = $$"""{"recommendation_id": "{{Guid.NewGuid()}}", "movie_id": 1, "kind": "play"}""";
        using var client = new ApiClient(handler.Address, _user.Token);
        for (var sent = 0; sent < 2; sent++)
            await (await client.PostAsync("/events", body)).ProblemAsync(404, "unknown-recommendation");
        using var limited = await client.PostAsync("/events", body);
        await limited.ProblemAsync(429, "too-many-requests");
        Assert.InRange(limited.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 60);
        using var other = await api.SignInAsync();
        using var otherClient = new ApiClient(handler.Address, other.Token);
        await (await otherClient.PostAsync("/events", body)).ProblemAsync(404, "unknown-recommendation");
    }

    [Fact]
    public async Task A_service_sends_the_events_of_many_without_the_limit_of_one_user()
    {
        await using var handler = await StartAsync("Recofilm__Http__EventsPerMinute", "1");
        using var service = new ApiClient(handler.Address, (await api.ServiceAsync()).Token);
        var body = $$"""{"recommendation_id": "{{Guid.NewGuid()}}", "movie_id": 1, "kind": "play"}""";
        for (var sent = 0; sent < 3; sent++)
        {
            using var answer = await service.PostAsync($"/events?user_id={_user.UserId}", body);
            await answer.ProblemAsync(404, "unknown-recommendation");
        }
    }

    [Fact]
    public async Task A_first_rating_is_recorded_with_what_the_model_said_before_it_was_known()
    {
        await (await _user.PutAsync("/ratings/6", """{"rating": 5}""")).OkAsync(201);
        var shown = await ListAsync("/recommendations?limit=1");
        var movie = shown.GetProperty("recommendations")[0];
        var id = movie.GetProperty("movie_id").GetInt32();
        await (await _user.PutAsync($"/ratings/{id}", """{"rating": 1.5}""")).OkAsync(201);
        await (await _user.PutAsync($"/ratings/{id}", """{"rating": 4}""")).OkAsync();

        var where = $"WHERE user_id = {_user.UserId} AND movie_id = {id}";
        Assert.Equal(
            movie.GetProperty("predicted_rating").GetSingle(),
            await api.Database.ScalarAsync<float>($"SELECT predicted FROM rating_predictions {where}"), 1e-5f);
        Assert.Equal(
            (shown.GetProperty("model_version").GetString(), 1.5m),
            (await api.Database.ScalarAsync<string>($"SELECT model_version FROM rating_predictions {where}"),
             await api.Database.ScalarAsync<decimal>($"SELECT rating FROM rating_predictions {where}")));

        await _user.DeleteAsync($"/ratings/{id}");
        Assert.Equal(0, await api.Database.ScalarAsync<long>($"SELECT count(*) FROM rating_predictions {where}"));
    }

    private Task WrittenAsync(JsonElement list) =>
        UntilAsync($"SELECT EXISTS (SELECT FROM recommendations WHERE list_id = '{IdOf(list)}')");

    private Task UntilAsync(string question) => Eventually.IsTrueAsync(
        () => api.Database.ScalarAsync<bool>(question), $"\"{question}\" is true", TestContext.Current.CancellationToken);

    private Task<ProgramProcess> StartAsync(string name, string value) =>
        ProgramProcess.StartAsync(api.Settings.With(name, value));

    private static string IdOf(JsonElement list) => list.GetProperty("recommendation_id").GetString()!;

    private async Task<JsonElement> ListAsync(string path) => await (await _user.GetAsync(path)).OkAsync();

    private Task<HttpResponseMessage> ReportAsync(JsonElement list, int movieId, string kind) => _user.PostAsync(
        "/events", $$"""{"recommendation_id": "{{IdOf(list)}}", "movie_id": {{movieId}}, "kind": "{{kind}}"}""");
}
