using Recofilm.Core.Database.Services;
using Recofilm.Core.Database.Users;

namespace Recofilm.Functions.Tests.Http;

/// <summary>Back ends that act for users by a service key.</summary>
[Collection(ApiCollection.Name)]
public sealed class ServiceTests(Api api) : IAsyncLifetime
{
    private ApiClient _service = null!;

    public async ValueTask InitializeAsync() => _service = await api.ServiceAsync();

    public ValueTask DisposeAsync()
    {
        _service.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_service_gets_the_list_that_the_user_gets()
    {
        var mine = await (await _service.GetAsync("/recommendations?user_id=3&limit=20")).OkAsync();
        Assert.Equal(3, mine.GetProperty("user_id").GetInt32());
        Assert.Equal(20, mine.MovieIds().Length);

        using var user = await api.SignInAsync();
        await user.PutAsync("/ratings/7", """{"rating": 5}""");
        var own = await (await user.GetAsync("/recommendations?limit=20")).OkAsync();
        var onBehalf = await (await _service.GetAsync($"/recommendations?user_id={user.UserId}&limit=20")).OkAsync();
        Assert.Equal(own.MovieIds(), onBehalf.MovieIds());
    }

    [Fact]
    public async Task A_service_must_say_for_whom()
    {
        using var answer = await _service.GetAsync("/recommendations");
        Assert.Equal(["user_id"], (await answer.ProblemAsync(400, "invalid-parameter")).Fields());
        using var both = await _service.GetAsync("/recommendations?user_id=1&user_external_id=a");
        Assert.Equal(["user_external_id"], (await both.ProblemAsync(400, "invalid-parameter")).Fields());
    }

    [Theory]
    [InlineData("/recommendations")]
    [InlineData("/recommendations/history")]
    [InlineData("/ratings")]
    [InlineData("/dismissals")]
    [InlineData("/movies/1/similar")]
    public async Task An_unknown_user_is_not_there_and_anothers_is_forbidden(string path)
    {
        await (await _service.GetAsync(path + "?user_id=999999")).ProblemAsync(404, "unknown-user");
        await (await _service.GetAsync(path + "?user_external_id=nobody")).ProblemAsync(404, "unknown-user");

        using var user = await api.SignInAsync();
        await (await user.GetAsync(path + "?user_id=3")).ProblemAsync(403, "forbidden");
        await (await user.GetAsync(path + "?user_external_id=nobody")).ProblemAsync(403, "forbidden");
        await (await user.GetAsync($"{path}?user_id={user.UserId}")).OkAsync();
    }

    [Fact]
    public async Task An_operator_acts_for_users_and_keeps_the_own_list()
    {
        using var operates = await api.SignInAsync(UserRole.Operator);
        Assert.Equal(
            3, (await (await operates.GetAsync("/recommendations?user_id=3")).OkAsync()).GetProperty("user_id").GetInt32());
        Assert.Equal(
            operates.UserId, (await (await operates.GetAsync("/recommendations")).OkAsync()).GetProperty("user_id").GetInt32());
        await api.Database.ExecuteAsync($"UPDATE users SET role = 'user' WHERE user_id = {operates.UserId}");
        await (await operates.GetAsync("/recommendations?user_id=3")).ProblemAsync(401, "invalid-token");
    }

    [Fact]
    public async Task Everything_works_by_the_platforms_own_identifiers()
    {
        var id = Guid.NewGuid().ToString();
        var film = "film/" + id;
        await (await _service.PutAsync("/movies/910001", $$"""{"title": "Own Film", "external_id": "{{film}}"}""")).OkAsync(201);
        var created = await (await _service.PutAsync($"/users/external:{id}", "{}")).OkAsync(201);
        Assert.Equal(id, created.GetProperty("external_id").GetString());
        Assert.Equal(
            created.GetProperty("user_id").GetInt32(),
            (await (await _service.PutAsync($"/users/external:{id}", "{}")).OkAsync()).GetProperty("user_id").GetInt32());

        var movie = "/movies/external:" + Uri.EscapeDataString(film);
        Assert.Equal(910001, (await (await _service.GetAsync(movie)).OkAsync()).GetProperty("movie_id").GetInt32());
        Assert.Equal(
            (int[])[910001],
            (await (await _service.GetAsync("/movies?external_id=" + Uri.EscapeDataString(film))).OkAsync()).MovieIds("movies"));
        var rated = await _service.PutAsync(
            $"/ratings/external:{Uri.EscapeDataString(film)}?user_external_id={id}", """{"rating": 4}""");
        await rated.OkAsync(201);
        await (await _service.PostAsync(
            $"/ratings?user_external_id={id}",
            $$"""{"ratings": [{"movie_external_id": "{{film}}", "rating": 3}, {"movie_id": 1, "rating": 5}]}""")).OkAsync();
        var ratings = await (await _service.GetAsync($"/ratings?user_external_id={id}")).OkAsync();
        Assert.Equal([1, 910001], ratings.MovieIds("ratings").Order());
        Assert.Contains(film, ratings.GetProperty("ratings").EnumerateArray().Select(
            rating => rating.GetProperty("external_id").GetString()));

        var list = await (await _service.GetAsync($"/recommendations?user_external_id={id}")).OkAsync();
        Assert.Equal(id, list.GetProperty("user_external_id").GetString());
        await (await _service.DeleteAsync($"/users/external:{id}")).ExpectAsync(204);
        await (await _service.GetAsync($"/recommendations?user_external_id={id}")).ProblemAsync(404, "unknown-user");
        await (await _service.DeleteAsync(movie)).ExpectAsync(204);
    }

    [Fact]
    public async Task An_external_identifier_belongs_to_one()
    {
        await (await _service.PutAsync("/users/920001", """{"external_id": "twice"}""")).OkAsync(201);
        await (await _service.PutAsync("/users/920002", """{"external_id": "twice"}""")).ProblemAsync(409, "external-id-taken");
        await (await _service.GetAsync("/users/920002")).ProblemAsync(404, "unknown-user");
        Assert.True((await api.RegisterAsync()).UserId > 920001);
        await (await _service.PutAsync("/movies/920001", """{"title": "A", "external_id": "same"}""")).OkAsync(201);
        await (await _service.PutAsync("/movies/920002", """{"title": "B", "external_id": "same"}""")).ProblemAsync(
            409, "external-id-taken");
        await _service.DeleteAsync("/movies/920001");
    }

    [Fact]
    public async Task A_revoked_and_an_unknown_key_are_refused()
    {
        using var service = await api.ServiceAsync("short-lived");
        await (await service.GetAsync("/ratings?user_id=1")).OkAsync();
        await new ServiceStore(api.Database.Connections).RevokeAsync(
            "short-lived", TimeProvider.System.GetUtcNow(), TestContext.Current.CancellationToken);
        await Task.Delay(ServiceKeyRing.MaxAge + TimeSpan.FromSeconds(1), TestContext.Current.CancellationToken);
        using var answer = await service.GetAsync("/ratings?user_id=1");
        Assert.Equal(
            "The service key is unknown or revoked.",
            (await answer.ProblemAsync(401, "invalid-token")).GetProperty("detail").GetString());

        using var guess = new ApiClient(api.Program.Address, ServiceKeyRing.CreateKey());
        await (await guess.GetAsync("/ratings?user_id=1")).ProblemAsync(401, "invalid-token");
    }

    [Fact]
    public async Task Users_are_listed_page_by_page_and_exported_whole()
    {
        var first = await (await _service.GetAsync("/users?limit=40")).OkAsync();
        Assert.Equal(Enumerable.Range(1, 40), first.GetProperty("users").EnumerateArray().Select(
            user => user.GetProperty("user_id").GetInt32()));
        var second = await (await _service.GetAsync(first.GetProperty("next").GetString()!)).OkAsync();
        Assert.Equal(41, second.GetProperty("users")[0].GetProperty("user_id").GetInt32());

        using var user = await api.SignInAsync();
        await user.PutAsync("/ratings/7", """{"rating": 5}""");
        await user.PutAsync("/dismissals/8");
        await api.Database.ExecuteAsync(
            $"INSERT INTO pending_events VALUES ({user.UserId}, gen_random_uuid(), 9, 'play', '2026-01-01Z')");
        var own = await (await user.GetAsync($"/users/{user.UserId}/export")).OkAsync();
        Assert.Equal((7, 8), (
            own.GetProperty("ratings")[0].GetProperty("movie_id").GetInt32(),
            own.GetProperty("dismissals")[0].GetProperty("movie_id").GetInt32()));
        // It waits for its list, and is the user's all the same.
        Assert.Equal(9, own.GetProperty("events")[0].GetProperty("movie_id").GetInt32());
        Assert.Equal((int[])[8], (await (await user.GetAsync("/dismissals")).OkAsync()).MovieIds("dismissals"));
        await (await user.GetAsync("/users/1/export")).ProblemAsync(403, "forbidden");
        await (await _service.GetAsync($"/users/{user.UserId}/export")).OkAsync();
    }

    [Fact]
    public async Task Given_movies_come_in_the_users_order_with_scores()
    {
        var answer = await (await _service.PostAsync("/rank?user_id=3", """{"movie_ids": [5, 900900, 9, 1]}""")).OkAsync();
        Assert.Equal([1, 5, 9, 900900], answer.MovieIds("movies").Order());
        var movies = answer.GetProperty("movies").EnumerateArray().ToArray();
        Assert.Equal(900900, movies[^1].GetProperty("movie_id").GetInt32());
        var scores = movies[..^1].Select(movie => movie.GetProperty("score").GetDouble()).ToArray();
        Assert.Equal(scores.OrderDescending(), scores);
        var list = (await (await _service.PostAsync("/hybrid?user_id=3", """{"include": [1, 5, 9], "limit": 3}""")).OkAsync())
            .MovieIds();
        Assert.Equal(list, answer.MovieIds("movies").Where(list.Contains));
    }

    [Fact]
    public async Task A_thousand_external_identifiers_fit_into_a_request()
    {
        var ids = Enumerable.Range(0, 1000).Select(id => new Guid(id, 0, 0, new byte[8]).ToString()).ToArray();

        var query = string.Concat(ids.Select(id => $"&exclude_external_id={id}"));
        await (await _service.GetAsync($"/recommendations?user_id=3{query}")).OkAsync();

        // The longest that an identifier may be.
        var longest = string.Join(',', ids.Select(id => $"\"{id.PadLeft(256, 'x')}\""));
        await (await _service.PostAsync("/rank?user_id=3", $$"""{"movie_external_ids": [{{longest}}]}""")).OkAsync();
    }
}
