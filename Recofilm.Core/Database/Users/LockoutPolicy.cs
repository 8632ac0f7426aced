namespace Recofilm.Core.Database.Users;

/// <summary>When failed logins lock a user out.</summary>
/// <param name="MaxFailedLogins">The failure in a row that locks, at least 1.</param>
/// <param name="Duration">How long the lock lasts, positive.</param>
public sealed record LockoutPolicy(int MaxFailedLogins, TimeSpan Duration)
{
    /// <exception cref="ArgumentOutOfRangeException">A value is out of its range.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxFailedLogins, 1);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(Duration, TimeSpan.Zero);
    }
}
