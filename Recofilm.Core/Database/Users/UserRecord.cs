namespace Recofilm.Core.Database.Users;

/// <summary>What is stored about a user.</summary>
/// <param name="UserId">The identifier.</param>
/// <param name="KeyHash">HMAC-SHA-256 of the user's key, 32 bytes, or <see langword="null"/> when no key was issued.</param>
/// <param name="Role">What the user may do.</param>
/// <param name="CreatedAt">When the user was created, UTC.</param>
/// <param name="FailedLogins">Failed logins in a row.</param>
/// <param name="LockedUntil">Until when logins are refused, UTC, or <see langword="null"/>; may lie in the past.</param>
public sealed record UserRecord(
    int UserId, byte[]? KeyHash, UserRole Role, DateTimeOffset CreatedAt, int FailedLogins, DateTimeOffset? LockedUntil)
{
    /// <summary>Whether logins are refused at a time.</summary>
    public bool IsLockedAt(DateTimeOffset time) => LockedUntil > time;
}
