namespace Recofilm.Core.Database.Users;

/// <summary>The stored data of a user.</summary>
/// <param name="UserId">The identifier.</param>
/// <param name="KeyHash">HMAC-SHA-256 of the user's key, 32 bytes, or <see langword="null"/> when no key was issued.</param>
/// <param name="Role">The user's role.</param>
/// <param name="CreatedAt">The time at which the user was created, UTC.</param>
public sealed record UserRecord(int UserId, byte[]? KeyHash, UserRole Role, DateTimeOffset CreatedAt);
