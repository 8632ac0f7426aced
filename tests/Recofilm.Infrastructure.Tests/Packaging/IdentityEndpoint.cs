using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Recofilm.Infrastructure.Tests.Packaging;

/// <summary>
/// App Service gives an app a source of tokens: an address on the machine and a header that proves who asks
/// (https://learn.microsoft.com/azure/app-service/overview-managed-identity#rest-endpoint-reference).
/// </summary>
internal sealed class IdentityEndpoint : IAsyncDisposable
{
    private const string Header = "b0a8b1f1-5a0e-4a39-9a5c-1d0f1c2d3e4f";
    private readonly WebApplication _server;
    private readonly List<(string Resource, string ClientId)> _asked = [];

    private IdentityEndpoint(IReadOnlyDictionary<string, string> tokens)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _server = builder.Build();
        _server.MapGet("/msi/token", (HttpRequest request) =>
        {
            if (request.Headers["X-IDENTITY-HEADER"] != Header || request.Query["api-version"] != "2019-08-01")
                return Results.BadRequest();
            var resource = request.Query["resource"].ToString();
            lock (_asked)
                _asked.Add((resource, request.Query["client_id"].ToString()));
            return tokens.TryGetValue(resource, out var token)
                ? Results.Json(
                    new { access_token = token, expires_on = $"{Expires.ToUnixTimeSeconds()}", resource, token_type = "Bearer" })
                : Results.NotFound();
        });
    }

    /// <summary>When its tokens end.</summary>
    public static DateTimeOffset Expires { get; } = TimeProvider.System.GetUtcNow().AddHours(1);

    /// <summary>The requests: the resource, and the identity.</summary>
    public IReadOnlyCollection<(string Resource, string ClientId)> Asked
    {
        get
        {
            lock (_asked)
                return [.. _asked];
        }
    }

    /// <summary>The variables by which an app finds it.</summary>
    public IReadOnlyDictionary<string, string> Variables => new Dictionary<string, string>
    {
        ["IDENTITY_ENDPOINT"] = $"{_server.Urls.Single()}/msi/token",
        ["IDENTITY_HEADER"] = Header,
    };

    /// <summary>Starts one that gives out a token a resource.</summary>
    public static async Task<IdentityEndpoint> StartAsync(IReadOnlyDictionary<string, string> tokens)
    {
        var endpoint = new IdentityEndpoint(tokens);
        await endpoint._server.StartAsync(TestContext.Current.CancellationToken);
        return endpoint;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();
}
