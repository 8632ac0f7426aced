namespace Recofilm.Core.Database.Services;

/// <summary>A back end that may act for users.</summary>
/// <param name="ServiceId">The identifier.</param>
/// <param name="Name">Its name; unique among services that are not revoked.</param>
/// <param name="CreatedAt">The time at which its key was issued, UTC.</param>
/// <param name="LastUsedAt">The last use of the key, UTC, to the minute; <see langword="null"/> before the first use.</param>
/// <param name="RevokedAt">The time of revocation, UTC, or <see langword="null"/>.</param>
public sealed record ServiceRecord(
    int ServiceId, string Name, DateTimeOffset CreatedAt, DateTimeOffset? LastUsedAt, DateTimeOffset? RevokedAt);
