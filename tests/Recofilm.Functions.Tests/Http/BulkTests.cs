using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Http;

/// <summary>A platform's data over HTTP.</summary>
[Collection(ApiCollection.Name)]
public sealed class BulkTests(Api api) : IAsyncLifetime
{
    private ApiClient _service = null!;

    public async ValueTask InitializeAsync() => _service = await api.ServiceAsync();

    public ValueTask DisposeAsync()
    {
        _service.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Users_and_ratings_come_in_as_lines_and_count_in_the_next_list()
    {
        var users = await (await PostAsync("users", """{"external_id": "bulk-1"}""", """{"external_id": "bulk-2"}""")).OkAsync();
        Assert.Equal((2, 0, 0, 0), Counts(users));
        var ratings = await (await PostAsync(
            "ratings", """{"user_external_id": "bulk-1", "movie_id": 6, "rating": 5}""",
            """{"user_external_id": "bulk-1", "movie_id": 12, "rating": 5}""")).OkAsync();
        Assert.Equal((2, 0, 0, 0), Counts(ratings));
        var list = await (await _service.GetAsync("/recommendations?user_external_id=bulk-1")).OkAsync();
        Assert.Equal("collaborative", list.GetProperty("strategy").GetString());
        Assert.DoesNotContain(6, list.MovieIds());
    }

    [Fact]
    public async Task A_bad_line_aborts_or_is_skipped()
    {
        string[] lines = ["""{"external_id": "bulk-3"}""", """{"external_id": 7}"""];
        using var aborted = await PostAsync("users", lines);
        Assert.Equal(["lines[2].external_id"], (await aborted.ProblemAsync(422, "rejected-lines")).Fields());
        await (await _service.GetAsync("/users/external:bulk-3")).ProblemAsync(404, "unknown-user");

        var skipped = await (await PostAsync("users?on_error=skip", lines)).OkAsync();
        Assert.Equal((1, 0, 0, 1), Counts(skipped));
        Assert.Equal(2, skipped.GetProperty("rejections")[0].GetProperty("line").GetInt32());
    }

    [Fact]
    public async Task Csv_is_read_by_its_header()
    {
        using var content = new StringContent("external_id\nbulk-4\nbulk-5\n", Encoding.UTF8, "text/csv");
        Assert.Equal((2, 0, 0, 0), Counts(await (await SendAsync("users", content)).OkAsync()));
        using var wrong = new StringContent("externalid\nbulk-6\n", Encoding.UTF8, "text/csv");
        var problem = await (await SendAsync("users", wrong)).ProblemAsync(422, "rejected-lines");
        Assert.Equal(
            "line 1: column externalid is unknown; did you mean external_id?", problem.GetProperty("detail").GetString());
    }

    [Fact]
    public async Task A_request_that_takes_too_long_is_answered_408_and_gives_the_turn_back()
    {
        await using var program = await ProgramProcess.StartAsync(api.Settings with
        {
            Variables = new Dictionary<string, string?> { ["Recofilm__Http__BulkRequestTimeout"] = "00:00:02" },
        });
        using var dribbler = await DribblingClient.StartAsync(
            program.Address, "/bulk/users", "application/x-ndjson", _service.Token);

        Assert.StartsWith("HTTP/1.1 408 ", await dribbler.AnswerAsync(), StringComparison.Ordinal);
        using var next = new ApiClient(program.Address, _service.Token);
        using var content = new StringContent("""{"external_id": "bulk-408"}""", Encoding.UTF8, "application/x-ndjson");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/bulk/users") { Content = content };
        await (await next.SendAsync(request)).OkAsync();
    }

    [Fact]
    public async Task Unknown_tables_and_other_media_types_are_refused()
    {
        Assert.Equal(["table"], (await (await PostAsync("films", "{}")).ProblemAsync(400, "invalid-parameter")).Fields());
        await (await _service.PostAsync("/bulk/users", "{}")).ProblemAsync(415, "unsupported-media-type");
    }

    [Fact]
    public async Task A_body_larger_than_other_endpoints_take_is_read()
    {
        var lines = Enumerable.Range(0, 5000).Select(user => $$"""{"external_id": "many-{{user}}"}""").ToArray();
        Assert.Equal((5000, 0, 0, 0), Counts(await (await PostAsync("users", lines)).OkAsync()));
        await api.Database.ExecuteAsync("DELETE FROM users WHERE external_id LIKE 'many-%'");
    }

    private static (int, int, int, int) Counts(JsonElement answer) => (
        answer.GetProperty("inserted").GetInt32(), answer.GetProperty("updated").GetInt32(),
        answer.GetProperty("unchanged").GetInt32(), answer.GetProperty("rejected").GetInt32());

    private Task<HttpResponseMessage> PostAsync(string table, params string[] lines) => SendAsync(
        table, new StringContent(string.Join('\n', lines), Encoding.UTF8, new MediaTypeHeaderValue("application/x-ndjson")));

    private Task<HttpResponseMessage> SendAsync(string table, HttpContent content) =>
        _service.SendAsync(new HttpRequestMessage(HttpMethod.Post, "/bulk/" + table) { Content = content });
}
