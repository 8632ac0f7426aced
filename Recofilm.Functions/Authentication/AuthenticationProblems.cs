using Microsoft.IdentityModel.Tokens;
using Recofilm.Functions.Errors;

namespace Recofilm.Functions.Authentication;

/// <summary>Refusals, each with the WWW-Authenticate header of RFC 6750 §3.</summary>
internal static class AuthenticationProblems
{
    /// <summary>Why a valid token of a deleted or changed user is refused.</summary>
    public const string UserChanged = "The user no longer exists or has another role.";

    private const string Realm = "Bearer realm=\"recofilm\"";

    /// <summary>The one answer to a login that failed, whatever the reason.</summary>
    public static Problem InvalidCredentials() => new(
        ProblemType.InvalidCredentials,
        "There is no such user, the key is not the user's, or too many logins have failed and the user is locked for a while.")
    {
        Challenge = Realm,
    };

    /// <summary>The user of a valid token is gone or has another role.</summary>
    public static Problem UserGone() => InvalidToken(UserChanged);

    /// <summary>The role does not allow it.</summary>
    public static Problem Forbidden() => new(ProblemType.Forbidden, "Only operators may do this.")
    {
        Challenge = $"{Realm}, error=\"insufficient_scope\", error_description=\"Only operators may do this.\"",
    };

    /// <summary>What is wrong with the token of a request, or that there is none.</summary>
    public static Problem Of(Exception? failure) => failure is null
        ? new Problem(ProblemType.MissingToken, "Send the header Authorization: Bearer with an access token from POST /login.")
        {
            Challenge = Realm,
        }
        : InvalidToken(Describe(failure));

    private static Problem InvalidToken(string reason) => new(ProblemType.InvalidToken, reason)
    {
        Challenge = $"{Realm}, error=\"invalid_token\", error_description=\"{reason}\"",
    };

    // Fixed texts: what the library says may quote the token.
    private static string Describe(Exception failure) => failure switch
    {
        SecurityTokenExpiredException => "The token has expired.",
        SecurityTokenNotYetValidException => "The token is not valid yet.",
        SecurityTokenInvalidAudienceException => "The token is for another audience.",
        SecurityTokenInvalidIssuerException => "The token is of another issuer.",
        _ when failure.GetType() == typeof(SecurityTokenException) => failure.Message,
        _ => "The token is malformed or was not signed by this API.",
    };
}
