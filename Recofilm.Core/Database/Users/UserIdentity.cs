namespace Recofilm.Core.Database.Users;

/// <summary>A user, for operators and services.</summary>
/// <param name="UserId">The identifier.</param>
/// <param name="ExternalId">The external identifier, if there is one.</param>
/// <param name="Role">The user's role.</param>
/// <param name="CreatedAt">The time at which the user was created, UTC.</param>
public sealed record UserIdentity(int UserId, string? ExternalId, UserRole Role, DateTimeOffset CreatedAt);
