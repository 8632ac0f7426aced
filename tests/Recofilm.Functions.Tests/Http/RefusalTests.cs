using System.Text;

namespace Recofilm.Functions.Tests.Http;

/// <summary>Every bad request is answered by a documented error, never by a 500.</summary>
[Collection(ApiCollection.Name)]
public sealed class RefusalTests(Api api) : IAsyncLifetime
{
    private ApiClient _user = null!;

    public async ValueTask InitializeAsync() => _user = await api.SignInAsync();

    public ValueTask DisposeAsync()
    {
        _user.Dispose();
        return ValueTask.CompletedTask;
    }

    [Theory]
    [InlineData("/recommendations?limit=0", "limit")]
    [InlineData("/recommendations?limit=10000", "limit")]
    [InlineData("/recommendations?limit=ten", "limit")]
    [InlineData("/recommendations?limit=1.5", "limit")]
    [InlineData("/recommendations?limit=99999999999", "limit")]
    [InlineData("/recommendations?limit=", "limit")]
    [InlineData("/recommendations?limit=1&limit=2", "limit")]
    [InlineData("/recommendations?offset=-1", "offset")]
    [InlineData("/recommendations?offset=10001", "offset")]
    [InlineData("/recommendations?min_year=MMXX", "min_year")]
    [InlineData("/recommendations?min_year=2000&max_year=1990", "min_year")]
    [InlineData("/recommendations?diversity=2", "diversity")]
    [InlineData("/recommendations?diversity=NaN", "diversity")]
    [InlineData("/recommendations?explain=perhaps", "explain")]
    [InlineData("/recommendations?genre=", "genre")]
    [InlineData("/recommendations?genre=%00", "genre")]
    [InlineData("/movies?title=a%00b", "title")]
    [InlineData("/movies?limit=0", "limit")]
    [InlineData("/movies/one", "movie_id")]
    [InlineData("/movies/0", "movie_id")]
    [InlineData("/movies/-1", "movie_id")]
    [InlineData("/movies/99999999999", "movie_id")]
    [InlineData("/movies/1/similar?by=magic", "by")]
    [InlineData("/ratings?limit=101", "limit")]
    [InlineData("/ratings/one", "movie_id")]
    public async Task A_parameter_out_of_range_is_named(string path, string field)
    {
        using var answer = await _user.GetAsync(path);
        var problem = await answer.ProblemAsync(400, "invalid-parameter");
        Assert.Equal([field], problem.Fields());
        Assert.Contains(field, problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_wrong_parameter_is_named_at_once()
    {
        using var answer = await _user.GetAsync("/recommendations?limit=0&offset=-1&diversity=2");
        Assert.Equal(["limit", "offset", "diversity"], (await answer.ProblemAsync(400, "invalid-parameter")).Fields());
    }

    [Theory, InlineData("/login"), InlineData("/hybrid"), InlineData("/ratings")]
    public async Task A_body_that_is_wrong_in_tens_of_thousands_of_places_is_answered_with_the_first_hundred(string path)
    {
        var fields = string.Join(',', Enumerable.Range(0, 40_000).Select(field => $"\"f{field}\":0"));
        var problem = await (await _user.PostAsync(path, $"{{{fields}}}")).ProblemAsync(400, "invalid-parameter");
        Assert.Equal(Enumerable.Range(0, 100).Select(field => $"f{field}"), problem.Fields());
    }

    [Theory]
    [InlineData("POST", "/hybrid", """{"weight": 1.5}""", "weight")]
    [InlineData("POST", "/hybrid", """{"weight": 1e400}""", "weight")]
    [InlineData("POST", "/hybrid", """{"weight": "half"}""", "weight")]
    [InlineData("POST", "/hybrid", """{"weight": "0.5"}""", "weight")]
    [InlineData("POST", "/hybrid", """{"limit": 0}""", "limit")]
    [InlineData("POST", "/hybrid", """{"limit": 10000}""", "limit")]
    [InlineData("POST", "/hybrid", """{"limit": 10.5}""", "limit")]
    [InlineData("POST", "/hybrid", """{"movie_id": "1"}""", "movie_id")]
    [InlineData("POST", "/hybrid", """{"movie_id": 0}""", "movie_id")]
    [InlineData("POST", "/hybrid", """{"movie_id": 1, "title": "Movie 1"}""", "movie_id")]
    [InlineData("POST", "/hybrid", """{"movie_id": 1, "movie_id": 2}""", "movie_id")]
    [InlineData("POST", "/hybrid", """{"title": ""}""", "title")]
    [InlineData("POST", "/hybrid", """{"title": "a\u0000b"}""", "title")]
    [InlineData("POST", "/hybrid", """{"title": "\ud800"}""", "title")]
    [InlineData("POST", "/hybrid", """{"title": ["Movie 1"]}""", "title")]
    [InlineData("POST", "/hybrid", """{"explain": 1}""", "explain")]
    [InlineData("POST", "/hybrid", """{"min_year": 99}""", "min_year")]
    [InlineData("POST", "/hybrid", """{"min_year": 2000, "max_year": 1990}""", "min_year")]
    [InlineData("POST", "/genre_recommendations", """{"genres": ["Drama"], "max_year": 3000}""", "max_year")]
    [InlineData("POST", "/genre_recommendations", "{}", "genres")]
    [InlineData("POST", "/genre_recommendations", """{"genres": []}""", "genres")]
    [InlineData("POST", "/genre_recommendations", """{"genres": null}""", "genres")]
    [InlineData("POST", "/genre_recommendations", """{"genres": "Drama"}""", "genres")]
    [InlineData("POST", "/genre_recommendations", """{"genres": ["Drama", 7]}""", "genres[1]")]
    [InlineData("POST", "/genre_recommendations", """{"genres": ["Drama", null]}""", "genres[1]")]
    [InlineData("POST", "/login", """{"user_id": "one", "user_key": "k"}""", "user_id")]
    [InlineData("POST", "/login", """{"user_key": "k"}""", "user_id")]
    [InlineData("POST", "/login", """{"user_id": 1}""", "user_key")]
    [InlineData("PUT", "/ratings/1", "{}", "rating")]
    [InlineData("PUT", "/ratings/1", """{"rating": 0}""", "rating")]
    [InlineData("PUT", "/ratings/1", """{"rating": 5.5}""", "rating")]
    [InlineData("PUT", "/ratings/1", """{"rating": 3.14}""", "rating")]
    [InlineData("PUT", "/ratings/1", """{"rating": 4.00000001}""", "rating")]
    [InlineData("PUT", "/ratings/1", """{"rating": "4"}""", "rating")]
    [InlineData("PUT", "/ratings/one", """{"rating": 4}""", "movie_id")]
    [InlineData("POST", "/ratings", """{"ratings": [null]}""", "ratings[0]")]
    [InlineData("POST", "/ratings", """{"ratings": [{"movie_id": 1, "rating": 4}, null]}""", "ratings[1]")]
    [InlineData("POST", "/ratings", """{"ratings": null}""", "ratings")]
    public async Task A_field_of_the_wrong_type_or_range_is_named(string method, string path, string body, string field)
    {
        using var answer = await _user.SendAsync(method, path, body);
        Assert.Equal([field], (await answer.ProblemAsync(400, "invalid-parameter")).Fields());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{\"limit\": ")]
    [InlineData("{'limit': 1}")]
    [InlineData("{\"limit\": 1} x")]
    [InlineData("{\"limit\": 01}")]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("7")]
    public async Task Malformed_json_is_refused(string body)
    {
        using var answer = await _user.PostAsync("/hybrid", body);
        await answer.ProblemAsync(400, "malformed-json");
    }

    [Fact]
    public async Task Malformed_json_is_located()
    {
        using var answer = await _user.PostAsync("/hybrid", "{\n  \"limit\": oops\n}");
        var problem = await answer.ProblemAsync(400, "malformed-json");
        Assert.Equal("The body is not valid JSON at line 2, byte 12.", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task Json_that_nests_too_deep_is_refused()
    {
        using var answer = await _user.PostAsync("/hybrid", $"{{\"x\": {new string('[', 5000)}");
        await answer.ProblemAsync(400, "malformed-json");
    }

    [Theory]
    [InlineData("GET", "/recommendations?limti=3", null, "limti", "is unknown; did you mean limit?")]
    [InlineData("GET", "/movies?titel=alien", null, "titel", "is unknown; did you mean title?")]
    [InlineData("GET", "/movies/1?user=3", null, "user", "is unknown")]
    [InlineData("POST", "/hybrid", """{"titel": "Matrix"}""", "titel", "is unknown; did you mean title?")]
    [InlineData(
        "POST", "/ratings", """{"ratings": [{"movie_id": 1, "ratign": 4, "rating": 4}]}""", "ratings[0].ratign",
        "is unknown; did you mean rating?")]
    public async Task An_unknown_name_is_refused_with_the_nearest_known_one(
        string method, string path, string? body, string field, string detail)
    {
        using var answer = await _user.SendAsync(method, path, body);
        var error = Assert.Single((await answer.ProblemAsync(400, "invalid-parameter")).GetProperty("errors").EnumerateArray());
        Assert.Equal((field, detail), (error.GetProperty("field").GetString(), error.GetProperty("detail").GetString()));
    }

    [Fact]
    public async Task All_faults_of_query_and_body_are_named_at_once()
    {
        using var answer = await _user.PostAsync(
            "/hybrid?usr_id=1&user_id=x", """{"titel": "Matrix", "limit": 0, "weight": "half", "explain": 1, "movie_id": 0}""");
        Assert.Equal(
            ["usr_id", "user_id", "titel", "limit", "weight", "explain", "movie_id"],
            (await answer.ProblemAsync(400, "invalid-parameter")).Fields());
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=nonsense")]
    [InlineData("nonsense")]
    [InlineData(null)]
    public async Task Other_content_types_are_refused(string? contentType)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes("""{"limit": 3}"""));
        if (contentType is not null)
            content.Headers.TryAddWithoutValidation("Content-Type", contentType);
        using var answer = await _user.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/hybrid") { Content = content });
        var problem = await answer.ProblemAsync(415, "unsupported-media-type");
        Assert.Contains("application/json", problem.GetProperty("detail").GetString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(600_000)]
    [InlineData(2_000_000)]
    public async Task A_body_above_the_limit_is_refused(int size)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hybrid")
        {
            Content = new StringContent($"{{\"title\": \"{new string('x', size)}\"}}", Encoding.UTF8, "application/json"),
        };
        // A client that does not wait for leave may be writing yet when the connection closes.
        request.Headers.ExpectContinue = true;
        using var answer = await _user.SendAsync(request);
        await answer.ProblemAsync(413, "body-too-large");
    }

    [Fact]
    public async Task A_connection_that_ends_with_the_answer_says_so()
    {
        // Refused before its body is read.
        using var answer = await api.Anonymous.PostAsync("/hybrid", $"{{\"title\": \"{new string('x', 600_000)}\"}}");
        await answer.ProblemAsync(401, "missing-token");
        Assert.True(answer.Headers.ConnectionClose);

        using var small = await api.Anonymous.PostAsync("/hybrid", "{}");
        await small.ProblemAsync(401, "missing-token");
        Assert.NotEqual(true, small.Headers.ConnectionClose);
    }

    [Fact]
    public async Task A_body_above_the_limit_is_refused_when_its_length_is_not_announced()
    {
        using var content = new StreamContent(new MemoryStream(
            Encoding.UTF8.GetBytes($"{{\"title\": \"{new string('x', 2_000_000)}")));
        content.Headers.TryAddWithoutValidation("Content-Type", "application/json");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/login") { Content = content };
        request.Headers.TransferEncodingChunked = true;
        using var answer = await api.Anonymous.SendAsync(request);
        await answer.ProblemAsync(413, "body-too-large");
    }

    [Theory]
    [InlineData("GET", "/movies/4000")]
    [InlineData("GET", "/movies/4000/similar")]
    [InlineData("PUT", "/dismissals/4000")]
    [InlineData("PUT", "/ratings/4000")]
    [InlineData("POST", "/hybrid", """{"movie_id": 4000}""")]
    [InlineData("POST", "/hybrid", """{"title": "No Such Movie"}""")]
    public async Task An_unknown_movie_is_404(string method, string path, string body = """{"rating": 4}""")
    {
        using var answer = await _user.SendAsync(method, path, body);
        await answer.ProblemAsync(404, "unknown-movie");
    }

    [Fact]
    public async Task A_rating_that_was_not_given_is_404()
    {
        using var answer = await _user.GetAsync("/ratings/7");
        await answer.ProblemAsync(404, "unknown-rating");
    }

    [Theory]
    [InlineData("GET", "/recommendations?genre=Western", "genre")]
    [InlineData("GET", "/recommendations?exclude_genre=Western", "exclude_genre")]
    [InlineData("GET", "/movies?genre=Western", "genre")]
    [InlineData("GET", "/movies/1/similar?genre=Western", "genre")]
    [InlineData("POST", "/genre_recommendations", "genres", """{"genres": ["Drama", "Western"]}""")]
    [InlineData("POST", "/genre_recommendations", "excluded_genres", """{"genres": ["Drama"], "excluded_genres": ["Western"]}""")]
    [InlineData("POST", "/hybrid", "genres", """{"genres": ["Western"]}""")]
    public async Task An_unknown_genre_is_answered_with_those_there_are(
        string method, string path, string field, string? body = null)
    {
        using var answer = await _user.SendAsync(method, path, body);
        var problem = await answer.ProblemAsync(400, "unknown-genre");
        Assert.Equal([field], problem.Fields());
        Assert.Equal(
            Testing.TinyCatalog.Genres, problem.GetProperty("known_genres").EnumerateArray().Select(genre => genre.GetString()));
    }

    [Fact]
    public async Task An_unknown_model_is_404()
    {
        using var operatorClient = await api.SignInAsync(Core.Database.Users.UserRole.Operator);
        foreach (var version in new[] { "20200101T000000Z-00000000", "nonsense", "%2e%2e" })
        {
            using var answer = await operatorClient.PostAsync($"/models/{version}/activate");
            Assert.Equal(404, (int)answer.StatusCode);
        }
    }
}
