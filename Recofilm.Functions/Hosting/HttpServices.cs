using System.Net;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Recofilm.Core.Configuration;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Hosting;

/// <summary>Registers the server's limits and the access from other origins and proxies.</summary>
internal static class HttpServices
{
    // A query may name a thousand movies by external identifiers as long as UUIDs.
    private const int MaxRequestLineBytes = 64 * 1024;

    // Kestrel measures a connection's average rate, which the first packets of a slow connection do not show.
    private static readonly TimeSpan _grace = TimeSpan.FromSeconds(5);

    /// <summary>Registers the settings, the server's limits, rate limits, and CORS for the allowed origins.</summary>
    public static IServiceCollection AddRecofilmHttp(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddSettings<HttpOptions>(configuration, HttpOptions.Section);
        services.AddOptions<KestrelServerOptions>().Configure<IOptions<HttpOptions>>((kestrel, http) =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = http.Value.MaxRequestBodyBytes;
            kestrel.Limits.MaxRequestLineSize = MaxRequestLineBytes;
            kestrel.Limits.RequestHeadersTimeout = http.Value.RequestHeadersTimeout;
            kestrel.Limits.MinRequestBodyDataRate = Rate(http.Value.MinRequestBytesPerSecond);
            kestrel.Limits.MinResponseDataRate = Rate(http.Value.MinResponseBytesPerSecond);
        });

        services.AddOptions<ForwardedHeadersOptions>().Configure<IOptions<HttpOptions>>(Trust);

        services.AddRecofilmRateLimits();
        services.AddSingleton<UserRateLimits>();
        services.AddCors();
        services.ConfigureHttpJsonOptions(json => ApiJson.Configure(json.SerializerOptions));
        return services;
    }

    // Also overrides ASPNETCORE_FORWARDEDHEADERS_ENABLED, which a platform may set and which trusts every proxy.
    private static void Trust(ForwardedHeadersOptions forwarded, IOptions<HttpOptions> http)
    {
        forwarded.KnownProxies.Clear();
        forwarded.KnownIPNetworks.Clear();
        foreach (var proxy in http.Value.KnownProxies)
        {
            if (IPAddress.TryParse(proxy, out var address))
                forwarded.KnownProxies.Add(address);
            else
                forwarded.KnownIPNetworks.Add(System.Net.IPNetwork.Parse(proxy));
        }

        // The list of known proxies already limits the forwarding, so no count is needed.
        forwarded.ForwardLimit = null;
        forwarded.ForwardedHeaders = http.Value.KnownProxies.Count == 0
            ? ForwardedHeaders.None
            : ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto;
    }

    private static MinDataRate? Rate(int bytesPerSecond) => bytesPerSecond == 0 ? null : new MinDataRate(bytesPerSecond, _grace);

    /// <summary>Answers the CORS requests of browsers; refuses all origins that are not configured.</summary>
    public static void UseRecofilmCors(this WebApplication app)
    {
        var origins = app.Services.GetRequiredService<IOptions<HttpOptions>>().Value.AllowedOrigins;
        if (origins.Count == 0)
            return;
        app.UseCors(policy => policy
            .WithOrigins([.. origins])
            .WithMethods("GET", "POST", "PUT", "DELETE")
            .WithHeaders("Authorization", "Content-Type")
            .WithExposedHeaders(
                "ETag", "Location", "RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset", "Retry-After",
                "WWW-Authenticate")
            .SetPreflightMaxAge(TimeSpan.FromHours(1)));
    }
}
