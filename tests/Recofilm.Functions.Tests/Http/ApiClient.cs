using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Http;

/// <summary>Sends requests to the running program, as a user or as nobody; ends them with the test.</summary>
public sealed class ApiClient : IDisposable
{
    public ApiClient(Uri address, string? token = null)
    {
        Token = token;
        Http = new HttpClient { BaseAddress = address };
        if (token is not null)
            Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public HttpClient Http { get; }

    public string? Token { get; }

    public int UserId { get; init; }

    public string UserKey { get; init; } = "";

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync("GET", path);

    public Task<HttpResponseMessage> PostAsync(string path, string? json = null) => SendAsync("POST", path, json);

    public Task<HttpResponseMessage> PutAsync(string path, string? json = null) => SendAsync("PUT", path, json);

    public Task<HttpResponseMessage> DeleteAsync(string path) => SendAsync("DELETE", path);

    /// <summary>Reports an event until it counts: within moments, when its list is not written yet.</summary>
    public async Task CountEventAsync(string recommendationId, int movieId, string kind)
    {
        var body = $$"""{"recommendation_id": "{{recommendationId}}", "movie_id": {{movieId}}, "kind": "{{kind}}"}""";
        await Eventually.IsTrueAsync(CountsAsync, "the event's list is written", TestContext.Current.CancellationToken);

        async Task<bool> CountsAsync()
        {
            using var answer = await PostAsync("/events", body);
            Assert.Contains((int)answer.StatusCode, (int[])[200, 201, 202]);
            return answer.StatusCode != HttpStatusCode.Accepted;
        }
    }

    public Task<HttpResponseMessage> SendAsync(string method, string path, string? json = null)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        return SendAsync(request);
    }

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request) =>
        Http.SendAsync(request, TestContext.Current.CancellationToken);

    public void Dispose() => Http.Dispose();
}
