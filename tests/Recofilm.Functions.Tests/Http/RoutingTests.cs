namespace Recofilm.Functions.Tests.Http;

/// <summary>Paths and methods that no endpoint has.</summary>
[Collection(ApiCollection.Name)]
public sealed class RoutingTests(Api api)
{
    [Theory]
    [InlineData("GET", "/nothing")]
    [InlineData("POST", "/nothing/at/all")]
    [InlineData("GET", "/movies/1/similar/more")]
    [InlineData("GET", "/wwwroot/index.html")]
    [InlineData("GET", "/appsettings.json")]
    [InlineData("GET", "/../host.json")]
    [InlineData("GET", "/%2e%2e/host.json")]
    public async Task An_unknown_path_is_404(string method, string path)
    {
        using var answer = await api.Anonymous.SendAsync(method, path);
        Assert.Equal(404, (int)answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("POST", "/recommendations", "GET, HEAD, OPTIONS")]
    [InlineData("GET", "/login", "OPTIONS, POST")]
    [InlineData("PATCH", "/ratings/1", "DELETE, GET, HEAD, OPTIONS, PUT")]
    [InlineData("DELETE", "/", "GET, HEAD, OPTIONS")]
    [InlineData("BREW", "/movies", "GET, HEAD, OPTIONS")]
    public async Task A_method_that_a_path_does_not_have_is_405(string method, string path, string allowed)
    {
        using var answer = await api.Anonymous.SendAsync(method, path);
        await answer.ProblemAsync(405, "method-not-allowed");
        Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow.Order()));
    }

    [Theory]
    [InlineData("/recommendations", "GET, HEAD, OPTIONS")]
    [InlineData("/hybrid", "OPTIONS, POST")]
    [InlineData("/ratings/1", "DELETE, GET, HEAD, OPTIONS, PUT")]
    public async Task Options_answers_with_the_methods_of_a_path(string path, string allowed)
    {
        using var answer = await api.Anonymous.SendAsync("OPTIONS", path);
        Assert.Equal(204, (int)answer.StatusCode);
        Assert.Equal(allowed, string.Join(", ", answer.Content.Headers.Allow.Order()));
    }
}
