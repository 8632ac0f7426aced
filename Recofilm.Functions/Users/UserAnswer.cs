using System.ComponentModel.DataAnnotations;
using Recofilm.Core.Database.Users;

namespace Recofilm.Functions.Users;

/// <summary>A user, for operators and services.</summary>
/// <param name="UserId">The identifier.</param>
/// <param name="ExternalId">The external identifier, if there is one.</param>
/// <param name="Role">"user" or "operator".</param>
/// <param name="CreatedAt">The time at which the user was created, UTC.</param>
internal sealed record UserAnswer(
    int UserId, string? ExternalId, [property: AllowedValues("user", "operator")] string Role, DateTimeOffset CreatedAt)
{
    /// <summary>Describes a user.</summary>
    public static UserAnswer Of(UserIdentity user) => new(user.UserId, user.ExternalId, user.Role.ToName(), user.CreatedAt);
}

/// <summary>The answer of GET /users.</summary>
/// <param name="Users">Users, by identifier.</param>
/// <param name="Next">The path and query of the next page, or null at the end.</param>
internal sealed record UserPage(IReadOnlyList<UserAnswer> Users, string? Next);
