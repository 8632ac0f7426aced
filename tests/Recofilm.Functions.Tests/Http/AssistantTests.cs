using System.Text.Json;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Recofilm.Testing;
using Recofilm.Testing.FunctionsHost;

namespace Recofilm.Functions.Tests.Http;

/// <summary>Assistants that act for a user through the Model Context Protocol, with the protocol's own client.</summary>
[Collection(ApiCollection.Name)]
public sealed class AssistantTests(Api api)
{
    private static readonly string[] _comedy = ["comedy"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_assistant_finds_recommends_rates_and_explains_for_its_user()
    {
        using var user = await api.SignInAsync();
        await using var assistant = await ConnectAsync(api.Program.Address, user.Token!);

        var tools = await assistant.ListToolsAsync(cancellationToken: Cancellation);
        Assert.Equal(["more_like", "rate", "recommend", "search_movies", "why"], tools.Select(tool => tool.Name).Order());
        Assert.All(tools, tool => Assert.Equal(tool.Name != "rate", tool.ProtocolTool.Annotations!.ReadOnlyHint == true));

        var found = await CallAsync(assistant, "search_movies", new() { ["title"] = "Movie 12", ["limit"] = 1 });
        Assert.Equal([12], found.MovieIds("movies"));
        foreach (var movie in new[] { 6, 12 })
            await CallAsync(assistant, "rate", new() { ["movie_id"] = movie, ["rating"] = 5 });
        Assert.Equal([6, 12], (await (await user.GetAsync("/ratings")).OkAsync()).MovieIds("ratings").Order());

        var list = await CallAsync(assistant, "recommend", new() { ["genres"] = _comedy, ["limit"] = 3 });
        Assert.Equal(3, list.MovieIds().Length);
        Assert.Equal(
            (await (await user.PostAsync("/hybrid", """{"genres": ["Comedy"], "limit": 3}""")).OkAsync()).MovieIds(),
            list.MovieIds());
        Assert.NotEmpty((await CallAsync(assistant, "more_like", new() { ["movie_id"] = 12 })).MovieIds());
        var why = await CallAsync(assistant, "why", new() { ["movie_id"] = list.MovieIds()[0] });
        Assert.NotEmpty(why.GetProperty("recommendations")[0].GetProperty("reasons").EnumerateArray());
        await Eventually.IsTrueAsync(
            () => IsRecordedAsync(list), "the list that was shown is recorded", Cancellation);
        Assert.False(await IsRecordedAsync(why));
    }

    [Fact]
    public async Task A_wrong_call_is_an_error_with_the_problem_of_the_endpoint()
    {
        using var user = await api.SignInAsync();
        await using var assistant = await ConnectAsync(api.Program.Address, user.Token!);

        var result = await assistant.CallToolAsync(
            "rate", new Dictionary<string, object?> { ["movie_id"] = 1, ["rating"] = 7 }, cancellationToken: Cancellation);

        Assert.True(result.IsError);
        var problem = result.StructuredContent!.Value;
        Assert.Equal("urn:recofilm:problem:invalid-parameter", problem.GetProperty("type").GetString());
        Assert.Equal("rating", problem.GetProperty("errors")[0].GetProperty("field").GetString());
        Assert.Equal("/ratings/1", problem.GetProperty("instance").GetString());
    }

    [Fact]
    public async Task Nobody_calls_tools_without_a_token()
    {
        using var answer = await api.Anonymous.PostAsync("/mcp", """{"jsonrpc": "2.0", "id": 1, "method": "tools/list"}""");
        await answer.ProblemAsync(401, "missing-token");
    }

    [Fact]
    public async Task The_tools_work_behind_the_functions_host_too()
    {
        await using var host = await TestFunctionsHost.StartAsync(
            new FunctionsHostSettings(await PublishedProgram.FolderAsync()) { Variables = api.Settings.HostVariables },
            Cancellation);
        using var user = await api.SignInAsync();
        // The host passes no body on that is sent in chunks, as this client sends them by itself.
        using var http = new HttpClient(new BufferedBodies { InnerHandler = new SocketsHttpHandler() });
        await using var assistant = await ConnectAsync(host.Address, user.Token!, http);

        var found = await CallAsync(assistant, "search_movies", new() { ["title"] = "Movie 12", ["limit"] = 1 });

        Assert.Equal([12], found.MovieIds("movies"));
    }

    private Task<bool> IsRecordedAsync(JsonElement list) => api.Database.ScalarAsync<bool>(
        $"SELECT EXISTS (SELECT FROM recommendations WHERE list_id = '{list.GetProperty("recommendation_id").GetString()}')");

    private static Task<McpClient> ConnectAsync(Uri address, string token, HttpClient? http = null)
    {
        var options = new HttpClientTransportOptions
        {
            Endpoint = new Uri(address, "/mcp"),
            TransportMode = HttpTransportMode.StreamableHttp,
            AdditionalHeaders = new Dictionary<string, string> { ["Authorization"] = $"Bearer {token}" },
        };
        return McpClient.CreateAsync(
            http is null ? new HttpClientTransport(options) : new HttpClientTransport(options, http),
            cancellationToken: Cancellation);
    }

    private static async Task<JsonElement> CallAsync(
        McpClient assistant, string tool, Dictionary<string, object?> arguments)
    {
        var result = await assistant.CallToolAsync(tool, arguments, cancellationToken: Cancellation);
        Assert.False(result.IsError == true, string.Concat(result.Content.OfType<TextContentBlock>().Select(text => text.Text)));
        return result.StructuredContent!.Value;
    }

    private sealed class BufferedBodies : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(
            HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.Content is not null)
                await request.Content.LoadIntoBufferAsync(cancellationToken);
            return await base.SendAsync(request, cancellationToken);
        }
    }
}
