using Microsoft.IdentityModel.Tokens;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.Security;

/// <summary>Refusals, each with the WWW-Authenticate header of RFC 6750 §3.</summary>
internal static class AuthenticationProblems
{
    /// <summary>The refusal of a valid token whose user was deleted or has another role.</summary>
    public const string UserChanged = "The user no longer exists or has another role.";

    /// <summary>The refusal of a service key.</summary>
    public const string UnknownKey = "The service key is unknown or revoked.";

    /// <summary>The refusal of a signed token without a usable subject.</summary>
    public const string NamesNoUser = "The token names no user.";

    private const string Realm = "Bearer realm=\"recofilm\"";

    private static readonly TimeSpan _issuerRetry = TimeSpan.FromSeconds(5);

    /// <summary>Returns the answer to a failed login, the same for every reason.</summary>
    public static Problem InvalidCredentials() => new(
        ProblemType.InvalidCredentials,
        "There is no such user, or the key is not the user's.")
    {
        Challenge = Realm,
    };

    /// <summary>Returns the refusal of a user who was deleted or has another role.</summary>
    public static Problem UserGone() => InvalidToken(UserChanged);

    /// <summary>Returns the refusal of a role that an endpoint does not allow.</summary>
    public static Problem Forbidden(HttpContext context) => Forbidden(
        context.GetEndpoint()?.Metadata.GetMetadata<AccessMetadata>()?.Refusal ?? "This role may not do this.");

    /// <summary>Returns the refusal of a user who names another user.</summary>
    public static Problem OtherUser() => Forbidden("A user's token is valid for that user only.");

    /// <summary>Returns the problem of unreadable keys of Microsoft Entra ID.</summary>
    public static Problem IssuerUnavailable() =>
        new(ProblemType.IssuerUnavailable, "The metadata of the token's issuer cannot be read.") { RetryAfter = _issuerRetry };

    /// <summary>Returns the problem of a request's token, or of a missing one.</summary>
    public static Problem Of(Exception? failure) => failure is null
        ? new Problem(
            ProblemType.MissingToken,
            "Send the header Authorization: Bearer with an access token from POST /login, or with a service's key.")
        {
            Challenge = Realm,
        }
        : InvalidToken(Describe(failure));

    private static Problem Forbidden(string reason) => new(ProblemType.Forbidden, reason)
    {
        Challenge = $"{Realm}, error=\"insufficient_scope\", error_description=\"{reason}\"",
    };

    private static Problem InvalidToken(string reason) => new(ProblemType.InvalidToken, reason)
    {
        Challenge = $"{Realm}, error=\"invalid_token\", error_description=\"{reason}\"",
    };

    // Fixed texts, because the library's messages may quote the token.
    private static string Describe(Exception failure) => failure switch
    {
        SecurityTokenExpiredException => "The token has expired.",
        SecurityTokenNotYetValidException => "The token is not valid yet.",
        SecurityTokenInvalidAudienceException => "The token is for another audience.",
        SecurityTokenInvalidIssuerException => "The token is from another issuer.",
        _ when failure.GetType() == typeof(SecurityTokenException) => failure.Message,
        _ => "The token is malformed or its signature is not valid.",
    };
}
