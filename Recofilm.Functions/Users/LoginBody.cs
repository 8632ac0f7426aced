using System.ComponentModel;

namespace Recofilm.Functions.Users;

/// <summary>The body of POST /login.</summary>
/// <param name="UserId">The user who logs in.</param>
/// <param name="UserKey">The user's key.</param>
internal sealed record LoginBody(
    [property: Description("The user.")] int UserId,
    [property: Description("The key that the user was given at registration.")] string? UserKey = null);
