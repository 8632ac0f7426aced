using System.Text.Json;
using Recofilm.Core.Database.Users;

namespace Recofilm.Functions.Tests.Http;

/// <summary>Operators change movies and users; users rate in batches and look back on their lists.</summary>
[Collection(ApiCollection.Name)]
public sealed class CatalogTests(Api api) : IAsyncLifetime
{
    private ApiClient _user = null!;
    private ApiClient _operator = null!;

    public async ValueTask InitializeAsync()
    {
        _user = await api.SignInAsync();
        _operator = await api.SignInAsync(UserRole.Operator);
    }

    public ValueTask DisposeAsync()
    {
        _user.Dispose();
        _operator.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_new_movie_is_found_at_once_by_title_and_by_a_genre_that_no_model_knows_yet()
    {
        const string Path = "/movies/900001";
        await (await _operator.PutAsync(
            Path, """{"title": "Zyzzyva", "genres": ["Opera"], "imdb_id": "0000001"}""")).OkAsync(201);
        var changed = await (await _operator.PutAsync(
            Path, """{"title": "Zyzzyva", "year": 2026, "genres": ["Opera"]}""")).OkAsync();
        Assert.Equal(
            (2026, JsonValueKind.Null), (changed.GetProperty("year").GetInt32(), changed.GetProperty("imdb_id").ValueKind));
        var found = await (await _user.GetAsync("/movies?title=zyzzyva&genre=opera")).OkAsync();
        Assert.Equal(900001, Assert.Single(found.MovieIds("movies")));
        Assert.Equal(204, (int)(await _operator.PutAsync(Path + "/tags/slow%20burn")).StatusCode);
        Assert.Equal("slow burn", await api.Database.ScalarAsync<string>("SELECT tag FROM tags WHERE movie_id = 900001"));
        Assert.Equal(204, (int)(await _operator.DeleteAsync(Path + "/tags/slow%20burn")).StatusCode);
        Assert.Equal(0, await api.Database.ScalarAsync<long>("SELECT count(*) FROM tags WHERE movie_id = 900001"));

        Assert.Equal(204, (int)(await _operator.DeleteAsync(Path)).StatusCode);
        await (await _user.GetAsync(Path)).ProblemAsync(404, "unknown-movie");
        await (await _operator.PutAsync(Path + "/tags/late")).ProblemAsync(404, "unknown-movie");
    }

    [Fact]
    public async Task Pages_of_rows_go_on_behind_the_last_page_of_recommendations()
    {
        var page = await (await _user.GetAsync("/movies?limit=100&offset=20000")).OkAsync();
        Assert.Empty(page.MovieIds("movies"));
        Assert.Equal(JsonValueKind.Null, page.GetProperty("next").ValueKind);
    }

    [Fact]
    public async Task A_movie_that_leaves_the_catalogue_is_in_no_list_any_more()
    {
        var body = """{"title": "Movie 120", "year": 2000, "genres": ["Action"]}""";
        Assert.Contains(120, await RecommendedAsync());
        await _operator.DeleteAsync("/movies/120");
        Assert.DoesNotContain(120, await RecommendedAsync());
        await (await _operator.PutAsync("/movies/120", body)).OkAsync(201);
        Assert.Contains(120, await RecommendedAsync());

        async Task<int[]> RecommendedAsync() =>
        [
            .. (await (await _user.GetAsync("/recommendations?limit=100")).OkAsync()).MovieIds(),
            .. (await (await _user.GetAsync("/recommendations?limit=100&offset=100")).OkAsync()).MovieIds(),
        ];
    }

    [Fact]
    public async Task What_is_wrong_with_a_movie_is_named()
    {
        var problem = await (await _operator.PutAsync(
            "/movies/900002", """{"title": " ", "year": 3, "genres": [""], "imdb_id": "tt1", "tmdb_id": 0}"""))
            .ProblemAsync(400, "invalid-parameter");
        Assert.Equal(["title", "year", "genres", "imdb_id", "tmdb_id"], problem.Fields());
    }

    [Theory]
    [InlineData("""{"title": "X", "description": ""}""", "description")]
    [InlineData("""{"title": "X", "poster_url": "HTTP://a.example/x.jpg"}""", "poster_url")]
    [InlineData("""{"title": "X", "poster_url": " https://a.example/x.jpg"}""", "poster_url")]
    [InlineData("""{"title": "X", "people": [{"name": "A"}, {"name": "a\u0000b"}]}""", "people[1].name")]
    [InlineData("""{"title": "X", "people": [{"name": ""}]}""", "people[0].name")]
    [InlineData("""{"title": "X", "people": [{"name": "A", "role": "a\u0000b"}]}""", "people[0].role")]
    public async Task What_the_database_would_refuse_is_the_clients_fault(string movie, string field) => Assert.Equal(
        [field],
        (await (await _operator.PutAsync("/movies/900002", movie)).ProblemAsync(400, "invalid-parameter")).Fields());

    [Fact]
    public async Task A_tag_may_have_a_slash()
    {
        await (await _operator.PutAsync("/movies/2/tags/sci%2Ffi")).ExpectAsync(204);
        Assert.Equal("sci/fi", await TagsAsync());
        await (await _operator.DeleteAsync("/movies/2/tags/sci%2Ffi")).ExpectAsync(204);
        Assert.Equal("", await TagsAsync());

        Task<string> TagsAsync() => api.Database.ScalarAsync<string>(
            "SELECT coalesce(string_agg(tag, ','), '') FROM tags WHERE movie_id = 2 AND tag LIKE 'sci%'");
    }

    [Theory]
    [InlineData("PUT", "/movies/900003", """{"title": "X"}""")]
    [InlineData("DELETE", "/movies/1", null)]
    [InlineData("PUT", "/movies/1/tags/x", null)]
    [InlineData("DELETE", "/movies/1/tags/x", null)]
    [InlineData("DELETE", "/users/1", null)]
    public async Task Only_operators_may(string method, string path, string? body) =>
        await (await _user.SendAsync(method, path, body)).ProblemAsync(403, "forbidden");

    [Fact]
    public async Task A_batch_of_ratings_is_written_whole_and_counts_at_once()
    {
        await (await _user.PutAsync("/ratings/6", """{"rating": 1}""")).OkAsync(201);
        var answer = await (await _user.PostAsync(
            "/ratings", """{"ratings": [{"movie_id": 12, "rating": 4.5}, {"movie_id": 6, "rating": 5}]}""")).OkAsync();
        Assert.Equal((1, 1), (answer.GetProperty("created").GetInt32(), answer.GetProperty("updated").GetInt32()));
        Assert.Equal([6, 12], (await (await _user.GetAsync("/ratings")).OkAsync()).MovieIds("ratings").Order());
        Assert.Equal(
            2, await api.Database.ScalarAsync<long>($"SELECT count(*) FROM rating_predictions WHERE user_id = {_user.UserId}"));
        Assert.Equal(
            "collaborative", (await (await _user.GetAsync("/recommendations")).OkAsync()).GetProperty("strategy").GetString());
    }

    [Theory]
    [InlineData(
        """{"movie_id": 1, "rating": 4}, {"movie_id": 2, "rating": 4.2}""", 400, "invalid-parameter", "ratings[1].rating")]
    [InlineData(
        """{"movie_id": 1, "rating": 4}, {"movie_id": 1, "rating": 5}""", 400, "invalid-parameter", "ratings[1].movie_id")]
    [InlineData(
        """{"movie_id": 1, "rating": 4}, {"movie_id": 2, "rating": "5"}""", 400, "invalid-parameter", "ratings[1].rating")]
    [InlineData(
        """{"movie_id": 1, "rating": 4}, {"movie_id": 999999, "rating": 5}""", 404, "unknown-movie", "ratings[1].movie_id")]
    [InlineData("", 400, "invalid-parameter", "ratings")]
    public async Task A_batch_with_a_rating_at_fault_writes_none_and_names_its_index(
        string ratings, int status, string type, string field)
    {
        var problem = await (await _user.PostAsync("/ratings", $$"""{"ratings": [{{ratings}}]}""")).ProblemAsync(status, type);
        Assert.Equal([field], problem.Fields());
        Assert.Equal(0, (await (await _user.GetAsync("/ratings")).OkAsync()).GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_thousand_ratings_fit_into_a_batch_and_one_more_does_not()
    {
        var most = await (await PostAsync(1000)).ProblemAsync(404, "unknown-movie");
        Assert.Equal("ratings[0].movie_id", most.Fields()[0]);
        Assert.Equal(["ratings"], (await (await PostAsync(1001)).ProblemAsync(400, "invalid-parameter")).Fields());

        Task<HttpResponseMessage> PostAsync(int count) => _user.PostAsync("/ratings", JsonSerializer.Serialize(new
        {
            ratings = Enumerable.Range(0, count).Select(place => new { movie_id = 910_000 + place, rating = 4 }),
        }));
    }

    [Fact]
    public async Task Users_look_back_on_their_own_lists_in_pages_and_operators_on_anybodys()
    {
        var first = await (await _user.GetAsync("/recommendations?limit=2")).OkAsync();
        var second = await (await _user.GetAsync("/recommendations?limit=2&offset=2")).OkAsync();
        var id = second.GetProperty("recommendation_id").GetString();
        // The event counts when the lists have been written.
        await _user.CountEventAsync(id!, second.MovieIds()[1], "play");

        var page = await (await _user.GetAsync("/recommendations/history?limit=1")).OkAsync();
        Assert.Equal((_user.UserId, 2), (page.GetProperty("user_id").GetInt32(), page.GetProperty("total").GetInt32()));
        var list = Assert.Single(page.GetProperty("lists").EnumerateArray());
        Assert.Equal(
            (id, "popularity"),
            (list.GetProperty("recommendation_id").GetString(), list.GetProperty("strategy").GetString()));
        Assert.Equal(second.MovieIds(), list.MovieIds());
        Assert.Equal(
            [3, 4],
            list.GetProperty("recommendations").EnumerateArray().Select(movie => movie.GetProperty("rank").GetInt32()));
        Assert.Equal("play", list.GetProperty("recommendations")[1].GetProperty("events")[0].GetString());

        var path = $"/recommendations/history?user_id={_user.UserId}&offset=1";
        var seen = await (await _operator.GetAsync(path)).OkAsync();
        Assert.Equal(first.MovieIds(), Assert.Single(seen.GetProperty("lists").EnumerateArray()).MovieIds());
        using var stranger = await api.SignInAsync();
        await (await stranger.GetAsync(path)).ProblemAsync(403, "forbidden");
    }

    [Fact]
    public async Task A_deleted_users_token_is_refused_at_once_and_nothing_of_them_is_left()
    {
        var list = await (await _user.GetAsync("/recommendations?limit=1")).OkAsync();
        await (await _user.PutAsync("/ratings/6", """{"rating": 5}""")).OkAsync(201);
        Assert.Equal(204, (int)(await _operator.DeleteAsync($"/users/{_user.UserId}")).StatusCode);
        foreach (var path in (string[])["/recommendations", "/ratings", "/recommendations/history"])
            await (await _user.GetAsync(path)).ProblemAsync(401, "invalid-token");
        await (await _user.PutAsync("/ratings/6", """{"rating": 5}""")).ProblemAsync(401, "invalid-token");
        foreach (var table in (string[])["users", "ratings", "recommendations", "rating_predictions"])
            Assert.Equal(0, await api.Database.ScalarAsync<long>($"SELECT count(*) FROM {table} WHERE user_id = {_user.UserId}"));
        Assert.NotEmpty(list.MovieIds());
    }

    [Fact]
    public async Task Models_are_listed_with_what_was_measured_online()
    {
        var list = await (await _user.GetAsync("/recommendations?limit=1")).OkAsync();
        var id = list.GetProperty("recommendation_id").GetString();
        await _user.CountEventAsync(id!, list.MovieIds()[0], "click");
        var models = await (await _operator.GetAsync("/models")).OkAsync();
        var online = models.GetProperty("models").EnumerateArray()
            .Single(model => model.GetProperty("version").GetString() == list.GetProperty("model_version").GetString())
            .GetProperty("online").EnumerateArray()
            .Single(measure => measure.GetProperty("strategy").GetString() == "popularity");
        Assert.InRange(online.GetProperty("hit_rate").GetProperty("value").GetDouble(), double.Epsilon, 1);
        Assert.Equal(online.GetProperty("lists").GetInt64(), online.GetProperty("hit_rate").GetProperty("count").GetInt64());
    }

    [Fact]
    public async Task Models_are_listed_with_the_measures_that_drift()
    {
        await api.Database.ExecuteAsync("INSERT INTO drift (measure, out_since) VALUES ('hit_rate', '2026-11-24T12:00:00Z')");
        var drifting = (await (await _operator.GetAsync("/models")).OkAsync()).GetProperty("drift").EnumerateArray().Single();
        await api.Database.ExecuteAsync("DELETE FROM drift");
        Assert.Equal("hit_rate", drifting.GetProperty("measure").GetString());
        Assert.Equal(
            new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero), drifting.GetProperty("out_since").GetDateTimeOffset());
        Assert.Empty((await (await _operator.GetAsync("/models")).OkAsync()).GetProperty("drift").EnumerateArray());
    }
}
