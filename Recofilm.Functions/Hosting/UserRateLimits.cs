using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.Hosting;

/// <summary>Limits a user's events and failed logins, counted in this process.</summary>
internal sealed class UserRateLimits : IDisposable
{
    private static readonly TimeSpan _window = TimeSpan.FromMinutes(1);

    private readonly PartitionedRateLimiter<int> _events;
    private readonly PartitionedRateLimiter<int> _failedLogins;

    /// <summary>Reads the limits from the settings.</summary>
    public UserRateLimits(IOptions<HttpOptions> options)
    {
        _events = PerUser(options.Value.EventsPerMinute);
        _failedLogins = PerUser(options.Value.FailedLoginsPerMinute);
    }

    /// <summary>Counts an event of a user.</summary>
    /// <exception cref="ProblemException">The user has sent too many events.</exception>
    public void CountEvent(int userId) => Count(_events, userId, "The user has sent too many events in the last minute.");

    /// <summary>Counts a login with a wrong key, whether the user exists or not. The right key is never counted.</summary>
    /// <exception cref="ProblemException">Too many wrong keys were tried for the user.</exception>
    public void CountFailedLogin(int userId) =>
        Count(
            _failedLogins, userId,
            "Too many wrong keys were tried for this user in the last minute. The right key still logs in.");

    /// <inheritdoc/>
    public void Dispose()
    {
        _events.Dispose();
        _failedLogins.Dispose();
    }

    private static void Count(PartitionedRateLimiter<int> limiter, int userId, string refusal)
    {
        using var lease = limiter.AttemptAcquire(userId);
        if (lease.IsAcquired)
            return;
        throw new ProblemException(new Problem(ProblemType.TooManyRequests, refusal)
        {
            RetryAfter = lease.TryGetMetadata(MetadataName.RetryAfter, out var wait) ? wait : _window,
        });
    }

    private static PartitionedRateLimiter<int> PerUser(int permits) => PartitionedRateLimiter.Create<int, int>(
        userId => RateLimitPartition.GetFixedWindowLimiter(
            userId, _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = _window }));
}
