using System.ComponentModel;

namespace Recofilm.Functions.Login;

/// <summary>What POST /login is given.</summary>
/// <param name="UserId">Who logs in.</param>
/// <param name="UserKey">The user's key.</param>
internal sealed record LoginBody(
    [property: Description("The user.")] int UserId,
    [property: Description("The key that the user was given at registration.")] string? UserKey = null);
