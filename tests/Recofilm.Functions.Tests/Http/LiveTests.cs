using System.Text.Json;

namespace Recofilm.Functions.Tests.Http;

/// <summary>What users are shown is remembered, and what they do with it counts.</summary>
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
        var first = await (await ReportAsync(list, list.MovieIds()[1], "play")).OkAsync(201);
        var again = await (await ReportAsync(list, list.MovieIds()[1], "play")).OkAsync();
        Assert.Equal(first.GetProperty("occurred_at").GetDateTime(), again.GetProperty("occurred_at").GetDateTime(), TimeSpan.FromMilliseconds(1));
        await (await ReportAsync(list, list.MovieIds()[1], "click")).OkAsync(201);
        Assert.Equal(2, await api.Database.ScalarAsync<long>(
            $"SELECT count(*) FROM events WHERE recommendation_id = '{IdOf(list)}'"));
    }

    [Fact]
    public async Task An_event_needs_a_list_of_the_users_own_that_has_the_movie()
    {
        var list = await ListAsync("/recommendations?limit=3");
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

        await (await ReportAsync(list, list.MovieIds()[0], "click")).OkAsync(201);
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

    private static string IdOf(JsonElement list) => list.GetProperty("recommendation_id").GetString()!;

    private async Task<JsonElement> ListAsync(string path) => await (await _user.GetAsync(path)).OkAsync();

    private Task<HttpResponseMessage> ReportAsync(JsonElement list, int movieId, string kind) => _user.PostAsync(
        "/events", $$"""{"recommendation_id": "{{IdOf(list)}}", "movie_id": {{movieId}}, "kind": "{{kind}}"}""");
}
