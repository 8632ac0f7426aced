using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.IdentityModel.JsonWebTokens;
using Recofilm.Core.Database.Services;

namespace Recofilm.Functions.Security;

/// <summary>The credential of a request (RFC 6750), and the scheme that checks it.</summary>
internal static class BearerToken
{
    private const string Prefix = "Bearer ";

    /// <summary>Returns the text after "Bearer", or <see langword="null"/> without such a header.</summary>
    public static string? Of(HttpRequest request)
    {
        string? header = request.Headers.Authorization;
        return header?.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) == true ? header[Prefix.Length..].Trim() : null;
    }

    /// <summary>Returns the scheme that checks a request's credential.</summary>
    /// <param name="context">The request.</param>
    /// <param name="entraIssuer">
    /// The issuer of Microsoft Entra ID's tokens; <see langword="null"/> when they are not accepted.
    /// </param>
    public static string SchemeOf(HttpContext context, string? entraIssuer) => Of(context.Request) switch
    {
        { } key when key.StartsWith(ServiceKeyRing.Prefix, StringComparison.Ordinal) => ServiceKeyHandler.SchemeName,
        { } token when entraIssuer is not null && IssuerOf(token) == entraIssuer => EntraTokens.SchemeName,
        _ => JwtBearerDefaults.AuthenticationScheme,
    };

    // The issuer is read but not trusted: the scheme checks the signature, and then the issuer again.
    private static string? IssuerOf(string token)
    {
        try
        {
            return new JsonWebToken(token).Issuer;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }
}
