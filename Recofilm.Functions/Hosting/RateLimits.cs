using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Recofilm.Functions.Errors;
using Recofilm.Functions.Telemetry;

namespace Recofilm.Functions.Hosting;

/// <summary>How often one address may try to log in or register, counted in this process.</summary>
internal static class RateLimits
{
    private const string Logins = "logins";
    private const string Registrations = "registrations";

    private static readonly TimeSpan _window = TimeSpan.FromMinutes(1);

    /// <summary>Registers the limits.</summary>
    public static void AddRecofilmRateLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<HttpOptions>>((limiter, options) =>
        {
            var http = options.Value;
            limiter.AddPolicy(Logins, context => PerAddress(context, http, http.LoginsPerMinute));
            limiter.AddPolicy(Registrations, context => PerAddress(context, http, http.RegistrationsPerMinute));
            limiter.OnRejected = (context, _) => new ValueTask(RejectAsync(context));
        });
    }

    /// <summary>Limits an endpoint as logins are.</summary>
    public static TBuilder LimitLogins<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireRateLimiting(Logins);

    /// <summary>Limits an endpoint as registrations are.</summary>
    public static TBuilder LimitRegistrations<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.RequireRateLimiting(Registrations);

    private static Task RejectAsync(OnRejectedContext context)
    {
        var limit = context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<EnableRateLimitingAttribute>();
        if (limit?.PolicyName == Logins)
            context.HttpContext.RequestServices.GetRequiredService<LoginMetrics>().Count(LoginOutcome.Throttled);
        return Rejection(context.Lease).ExecuteAsync(context.HttpContext);
    }

    private static RateLimitPartition<IPAddress> PerAddress(HttpContext context, HttpOptions options, int permits) =>
        RateLimitPartition.GetFixedWindowLimiter(
            ClientAddress.Of(context, options.TrustedProxies),
            _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = _window });

    private static Problem Rejection(RateLimitLease lease) =>
        new(ProblemType.TooManyRequests, "This address has sent too many requests in the last minute.")
        {
            RetryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : _window,
        };
}
