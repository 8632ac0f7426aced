namespace Recofilm.Functions.RegisterUser;

/// <summary>The answer of POST /users.</summary>
/// <param name="UserId">The new user.</param>
/// <param name="UserKey">The user's key. It is shown here and never again.</param>
internal sealed record RegisteredUser(int UserId, string UserKey);
