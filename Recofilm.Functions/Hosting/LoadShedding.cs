using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;
using Npgsql;
using Recofilm.Core.Database;
using Recofilm.Functions.Errors;
using Recofilm.Functions.Telemetry;

namespace Recofilm.Functions.Hosting;

/// <summary>
/// Admits as many requests that need the database as it has connections, lets some more wait in their order, and turns the
/// rest away at once: past its capacity the program answers what it can, rather than everything too late.
/// </summary>
internal sealed class LoadShedding : IMiddleware, IDisposable
{
    private static readonly TimeSpan _retry = TimeSpan.FromSeconds(1);

    private readonly ConcurrencyLimiter _limiter;
    private readonly TimeSpan _queueTimeout;
    private readonly SheddingMetrics _metrics;

    /// <summary>Admits as many as the pool has connections.</summary>
    public LoadShedding(NpgsqlDataSource database, IOptions<DatabaseOptions> options, SheddingMetrics metrics)
    {
        _limiter = new ConcurrencyLimiter(new ConcurrencyLimiterOptions
        {
            PermitLimit = new NpgsqlConnectionStringBuilder(database.ConnectionString).MaxPoolSize,
            QueueLimit = options.Value.QueueLength,
            QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
        });
        _queueTimeout = options.Value.QueueTimeout;
        _metrics = metrics;
    }

    /// <inheritdoc/>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!NeedsDatabase(context.GetEndpoint()))
        {
            await next(context);
            return;
        }

        using var free = _limiter.AttemptAcquire();
        if (free.IsAcquired)
        {
            await next(context);
            return;
        }

        using var awaited = await WaitAsync(context.RequestAborted);
        if (awaited is { IsAcquired: true })
        {
            await next(context);
            return;
        }

        _metrics.Count(awaited is null ? ShedReason.WaitedTooLong : ShedReason.QueueFull);
        await new Problem(ProblemType.Overloaded, "More requests are waiting than can be answered in time.") { RetryAfter = _retry }
            .ExecuteAsync(context);
    }

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();

    private async Task<RateLimitLease?> WaitAsync(CancellationToken aborted)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        patience.CancelAfter(_queueTimeout);
        try
        {
            return await _limiter.AcquireAsync(1, patience.Token);
        }
        catch (OperationCanceledException) when (!aborted.IsCancellationRequested)
        {
            return null;
        }
    }

    // Who calls is looked up for everything that is not open, and of what is open only logins and registrations are limited.
    private static bool NeedsDatabase(Endpoint? endpoint) => endpoint is not null
        && (endpoint.Metadata.GetMetadata<IAuthorizeData>() is not null
            || endpoint.Metadata.GetMetadata<EnableRateLimitingAttribute>() is not null);
}
