using System.Net.Http.Headers;
using System.Text;

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
