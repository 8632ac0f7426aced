using System.Diagnostics;
using System.Net;
using Recofilm.Core.Database.Users;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Http;

/// <summary>Movies that a platform may not show disappear from every list on every instance, without a new model.</summary>
[Collection(ApiCollection.Name)]
public sealed class RightsTests(Api api) : IAsyncLifetime
{
    private ApiClient _service = null!;

    public async ValueTask InitializeAsync()
    {
        _service = await api.ServiceAsync();
        // A user without ratings, whose lists have every movie that may be shown.
        await _service.PutAsync("/users/1000001", "{}");
    }

    public ValueTask DisposeAsync()
    {
        _service.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_hidden_movie_is_in_no_list_of_any_instance_within_thirty_seconds()
    {
        await using var other = await ProgramProcess.StartAsync(api.Settings);
        using var there = new ApiClient(other.Address, _service.Token);
        while ((await there.GetAsync("/health/ready")).StatusCode != HttpStatusCode.OK)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Contains(30, await ListedAsync(there));

        await PutAsync(30, "\"hidden\": true");
        Assert.All(await AllListsAsync(_service), list => Assert.DoesNotContain(30, list));
        var hidden = Stopwatch.GetTimestamp();
        while ((await ListedAsync(there)).Contains(30))
        {
            Assert.True(Stopwatch.GetElapsedTime(hidden) < TimeSpan.FromSeconds(30), "The other instance still lists the movie.");
            await Task.Delay(200, TestContext.Current.CancellationToken);
        }

        using var user = await api.SignInAsync();
        Assert.DoesNotContain(30, (await (await user.GetAsync("/movies?title=movie%2030")).OkAsync()).MovieIds("movies"));
        Assert.Contains(30, (await (await _service.GetAsync("/movies?title=movie%2030")).OkAsync()).MovieIds("movies"));
        await PutAsync(30, "\"available_from\": \"2999-01-01T00:00:00Z\"");
        Assert.All(await AllListsAsync(_service), list => Assert.DoesNotContain(30, list));
        await PutAsync(30, "\"hidden\": false");
        Assert.Contains(30, await ListedAsync(_service));
    }

    [Fact]
    public async Task Filters_by_rights_and_attributes_restrict_lists_that_stay_as_long_as_asked()
    {
        await PutAsync(
            31,
            """
            "available_countries": ["DE"], "maturity_age": 12, "runtime": 90, "languages": ["de"], "people": [{"name": "Ann Lee"}]
            """);
        await PutAsync(32, """ "available_countries": ["US"], "maturity_age": 18, "runtime": 200, "languages": ["en"] """);
        await PutAsync(33, """ "available_until": "2020-01-01T00:00:00Z" """);
        try
        {
            var germany = await (await _service.GetAsync("/recommendations?user_id=9&country=de&limit=60")).OkAsync();
            Assert.Equal(60, germany.MovieIds().Length);
            Assert.DoesNotContain(32, germany.MovieIds());
            foreach (var (query, expected) in ((string, int[])[])
            [
                ("max_maturity_age=12", [31]), ("max_maturity_age=18", [31, 32]), ("language=en", [32]),
                ("person=ann%20lee", [31]),
                ("min_runtime=100", [32]), ("max_runtime=100", [31]), ("include=31,32,33", [31, 32]),
                ("include=31&include=32&exclude=31", [32]),
            ])
            {
                Assert.Equal(expected, (await GetAsync($"/recommendations?user_id=1000001&{query}")).Order());
            }

            Assert.Equal((int[])[31], await PostAsync("/hybrid?user_id=1000001", """{"max_maturity_age": 12}"""));
            var genres = await PostAsync(
                "/genre_recommendations?user_id=1000001",
                """{"genres": ["Action", "Comedy", "Drama", "Film-Noir", "Romance", "Sci-Fi"], "include": [31, 33]}""");
            Assert.Equal([31], genres);
        }
        finally
        {
            foreach (var movie in (int[])[31, 32, 33])
                await PutAsync(movie, "\"hidden\": false");
        }

        async Task<int[]> GetAsync(string path) => (await (await _service.GetAsync(path)).OkAsync()).MovieIds();
        async Task<int[]> PostAsync(string path, string body) =>
            (await (await _service.PostAsync(path, body)).OkAsync()).MovieIds();
    }

    [Fact]
    public async Task Answers_have_tags_and_are_compressed_for_who_asks()
    {
        using var user = await api.SignInAsync(UserRole.Operator);
        using var first = await user.GetAsync("/movies/1");
        var tag = first.Headers.ETag!;
        using var request = new HttpRequestMessage(HttpMethod.Get, "/movies/1");
        request.Headers.IfNoneMatch.Add(tag);
        Assert.Equal(HttpStatusCode.NotModified, (await user.SendAsync(request)).StatusCode);

        using var large = new HttpRequestMessage(HttpMethod.Get, "/movies?limit=50");
        large.Headers.AcceptEncoding.ParseAdd("gzip");
        using var compressed = await user.SendAsync(large);
        Assert.Equal(["gzip"], compressed.Content.Headers.ContentEncoding);
        using var small = new HttpRequestMessage(HttpMethod.Get, "/health/live");
        small.Headers.AcceptEncoding.ParseAdd("gzip");
        Assert.Empty((await user.SendAsync(small)).Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task Next_leads_through_a_list_to_its_end()
    {
        string? path = "/recommendations?user_id=9&limit=50";
        var seen = new List<int>();
        while (path is not null)
        {
            var page = await (await _service.GetAsync(path)).OkAsync();
            seen.AddRange(page.MovieIds());
            path = page.GetProperty("next").GetString();
        }

        Assert.Equal(seen.Distinct(), seen);
        Assert.True(seen.Count > 50);
    }

    private static async Task<int[]> ListedAsync(ApiClient client) =>
    [
        .. (await (await client.GetAsync("/recommendations?user_id=1000001&limit=100")).OkAsync()).MovieIds(),
        .. (await (await client.GetAsync("/recommendations?user_id=1000001&limit=100&offset=100")).OkAsync()).MovieIds(),
    ];

    // Every list that has all movies that may be shown.
    private static async Task<int[][]> AllListsAsync(ApiClient client)
    {
        var lists = new List<int[]> { await ListedAsync(client) };
        foreach (var offset in (int[])[0, 100])
        {
            lists.Add((await (await client.PostAsync(
                "/hybrid?user_id=1000001", $$"""{"limit": 100, "offset": {{offset}}}""")).OkAsync()).MovieIds());
            lists.Add((await (await client.PostAsync(
                "/genre_recommendations?user_id=1000001",
                $$"""{"genres": ["Action", "Comedy", "Drama"], "limit": 100, "offset": {{offset}}}""")).OkAsync()).MovieIds());
        }

        lists.Add((await (await client.GetAsync("/movies/12/similar?user_id=1000001&limit=100")).OkAsync()).MovieIds());
        lists.Add((await (await client.GetAsync("/movies/map?limit=500&movie_id=30")).OkAsync()).MovieIds("movies"));
        return [.. lists];
    }

    private async Task PutAsync(int movieId, string fields)
    {
        var movie = await (await _service.GetAsync($"/movies/{movieId}")).OkAsync();
        var answer = await _service.PutAsync(
            $"/movies/{movieId}",
            $$"""{"title": {{Raw("title")}}, "year": {{Raw("year")}}, "genres": {{Raw("genres")}}, {{fields}}}""");
        await answer.OkAsync();

        string Raw(string field) => movie.GetProperty(field).GetRawText();
    }
}
