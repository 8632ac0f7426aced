namespace Recofilm.Functions.Users;

/// <summary>The answer of POST /users.</summary>
/// <param name="UserId">The new user.</param>
/// <param name="UserKey">The user's key. It is shown only in this answer.</param>
internal sealed record RegisteredUser(int UserId, string UserKey);
