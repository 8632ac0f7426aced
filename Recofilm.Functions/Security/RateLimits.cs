using System.Diagnostics.CodeAnalysis;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Telemetry;

namespace Recofilm.Functions.Security;

/// <summary>
/// Limits logins and registrations by address, and requests by service, counted in this process. Services are not limited by
/// address, because a back end calls for all its users from a few addresses.
/// </summary>
internal static class RateLimits
{
    private static readonly TimeSpan _minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    private enum Limited
    {
        Logins,
        Registrations,
    }

    /// <summary>Registers the limits.</summary>
    public static void AddRecofilmRateLimits(this IServiceCollection services)
    {
        services.AddRateLimiter(_ => { });
        services.AddOptions<RateLimiterOptions>().Configure<IOptions<HttpOptions>>((limiter, options) =>
        {
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, Limit>(
                context => Find(context, options.Value) is { } limit
                    ? Partition(limit)
                    : RateLimitPartition.GetNoLimiter(Limit.None));
            limiter.OnRejected = (context, _) => new ValueTask(RejectAsync(context, options.Value));
        });
    }

    /// <summary>Refuses requests beyond a limit, and reports the remaining requests in the headers of limited ones.</summary>
    public static void UseRecofilmRateLimits(this WebApplication app)
    {
        var http = app.Services.GetRequiredService<IOptions<HttpOptions>>().Value;
        var limiter = app.Services.GetRequiredService<IOptions<RateLimiterOptions>>().Value.GlobalLimiter!;
        app.UseRateLimiter();
        app.Use(next => context =>
        {
            if (Find(context, http) is { } limit)
                Describe(context.Response, limit, limiter.GetStatistics(context)?.CurrentAvailablePermits ?? 0, limit.Window);
            return next(context);
        });
    }

    /// <summary>Applies the limit of logins to an endpoint.</summary>
    public static TBuilder LimitLogins<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new LimitMetadata(Limited.Logins));

    /// <summary>Applies the limit of registrations to an endpoint.</summary>
    public static TBuilder LimitRegistrations<TBuilder>(this TBuilder endpoint)
        where TBuilder : IEndpointConventionBuilder => endpoint.WithMetadata(new LimitMetadata(Limited.Registrations));

    /// <summary>Whether callers without a token are limited at an endpoint.</summary>
    public static bool AreLimited(IEnumerable<object> metadata) => metadata.OfType<LimitMetadata>().Any();

    private static Task RejectAsync(OnRejectedContext rejected, HttpOptions options)
    {
        var context = rejected.HttpContext;
        if (context.GetEndpoint()?.Metadata.GetMetadata<LimitMetadata>()?.Limited == Limited.Logins)
            context.RequestServices.GetRequiredService<LoginMetrics>().Count(LoginOutcome.Throttled);
        var limit = Find(context, options)!;
        var wait = rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var rest) ? rest : limit.Window;
        Describe(context.Response, limit, remaining: 0, wait);
        var problem = new Problem(
            ProblemType.TooManyRequests,
            limit.Window == _second
                ? "This service has sent too many requests in the last second."
                : "This address has sent too many requests in the last minute.")
        {
            RetryAfter = wait,
        };
        return problem.ExecuteAsync(context);
    }

    // Clients and proxies know the header names of draft-ietf-httpapi-ratelimit-headers before its eighth version.
    private static void Describe(HttpResponse response, Limit limit, long remaining, TimeSpan reset)
    {
        response.Headers["RateLimit-Limit"] = $"{limit.Permits}";
        response.Headers["RateLimit-Remaining"] = $"{remaining}";
        response.Headers["RateLimit-Reset"] = $"{Math.Ceiling(reset.TotalSeconds)}";
    }

    private static Limit? Find(HttpContext context, HttpOptions options)
    {
        if (IsService(context, out var service))
            return new Limit(service, options.ServiceRequestsPerSecond, _second);
        return context.GetEndpoint()?.Metadata.GetMetadata<LimitMetadata>()?.Limited switch
        {
            Limited.Logins => new Limit((Limited.Logins, ClientAddress.Of(context)), options.LoginsPerMinute, _minute),
            Limited.Registrations =>
                new Limit((Limited.Registrations, ClientAddress.Of(context)), options.RegistrationsPerMinute, _minute),
            _ => null,
        };
    }

    private static RateLimitPartition<Limit> Partition(Limit limit) => limit.Window == _second
        ? RateLimitPartition.GetTokenBucketLimiter(limit, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = limit.Permits,
            TokensPerPeriod = limit.Permits,
            ReplenishmentPeriod = limit.Window,
        })
        : RateLimitPartition.GetFixedWindowLimiter(
            limit, _ => new FixedWindowRateLimiterOptions { PermitLimit = limit.Permits, Window = limit.Window });

    private static bool IsService(HttpContext context, [NotNullWhen(true)] out string? service)
    {
        service = CallerIdentity.TryRead(context.User, out var caller) ? caller.Service : null;
        return service is not null;
    }

    // The key identifies the caller: equal keys share one limit.
    private sealed record Limit(object Key, int Permits, TimeSpan Window)
    {
        public static Limit None { get; } = new("", 0, TimeSpan.Zero);
    }

    private sealed record LimitMetadata(Limited Limited);
}
