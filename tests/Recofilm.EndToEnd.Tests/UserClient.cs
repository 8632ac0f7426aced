using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Recofilm.Testing.FunctionsHost;

namespace Recofilm.EndToEnd.Tests;

/// <summary>A user's client: it sends requests to a host as anybody does.</summary>
public sealed class UserClient : IDisposable
{
    private readonly HttpClient _http;

    private UserClient(TestFunctionsHost host) => _http = new HttpClient { BaseAddress = host.Address };

    public int UserId { get; private set; }

    /// <summary>Registers a user and logs in.</summary>
    public static async Task<UserClient> RegisterAsync(TestFunctionsHost host)
    {
        var client = new UserClient(host);
        var user = await client.SendAsync("POST", "/users", status: 201);
        client.UserId = user.GetProperty("user_id").GetInt32();
        await client.LogInAsync(user.GetProperty("user_key").GetString()!);
        return client;
    }

    /// <summary>Logs a user in who is there already.</summary>
    public static async Task<UserClient> LogInAsync(TestFunctionsHost host, int userId, string userKey)
    {
        var client = new UserClient(host) { UserId = userId };
        await client.LogInAsync(userKey);
        return client;
    }

    /// <summary>The same user, asking another program.</summary>
    public UserClient At(TestFunctionsHost host)
    {
        var client = new UserClient(host) { UserId = UserId };
        client._http.DefaultRequestHeaders.Authorization = _http.DefaultRequestHeaders.Authorization;
        return client;
    }

    /// <summary>The JSON of an answer that must have a status.</summary>
    public async Task<JsonElement> SendAsync(string method, string path, string? json = null, int status = 200)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (json is not null)
            request.Content = new StringContent(json, Encoding.UTF8, "application/json");
        using var answer = await _http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True((int)answer.StatusCode == status, $"{method} {path}: {(int)answer.StatusCode} {text}");
        return text.Length == 0 ? default : JsonDocument.Parse(text).RootElement;
    }

    /// <summary>The movies of a list, best first.</summary>
    public static int[] MovieIds(JsonElement list) =>
        [.. list.GetProperty("recommendations").EnumerateArray().Select(movie => movie.GetProperty("movie_id").GetInt32())];

    public void Dispose() => _http.Dispose();

    private async Task LogInAsync(string userKey)
    {
        var login = await SendAsync("POST", "/login", $$"""{"user_id": {{UserId}}, "user_key": "{{userKey}}"}""");
        var token = login.GetProperty("access_token").GetString();
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }
}
