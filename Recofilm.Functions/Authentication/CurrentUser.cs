using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Recofilm.Core.Database.Users;

namespace Recofilm.Functions.Authentication;

/// <summary>The user whom a valid access token names.</summary>
/// <param name="UserId">The subject of the token.</param>
/// <param name="Role">The role that the token claims.</param>
internal sealed record CurrentUser(int UserId, UserRole Role)
{
    /// <summary>Reads the claims of a token.</summary>
    public static bool TryRead(ClaimsPrincipal? principal, [NotNullWhen(true)] out CurrentUser? user)
    {
        user = null;
        var subject = principal?.FindFirst(JwtRegisteredClaimNames.Sub)?.Value;
        if (!int.TryParse(subject, NumberStyles.None, CultureInfo.InvariantCulture, out var userId) || userId == 0)
            return false;
        switch (principal!.FindFirst(AccessTokens.RoleClaim)?.Value)
        {
            case "user":
                user = new CurrentUser(userId, UserRole.User);
                return true;
            case "operator":
                user = new CurrentUser(userId, UserRole.Operator);
                return true;
            default:
                return false;
        }
    }

    /// <summary>The user of a request that passed authorization.</summary>
    public static CurrentUser Of(HttpContext context) =>
        TryRead(context.User, out var user) ? user : throw new InvalidOperationException("The endpoint is open to anyone.");

    /// <summary>Whether the database still knows the user in this role.</summary>
    /// <param name="actual">The user's role now, or <see langword="null"/> when the user is gone.</param>
    public bool Holds(UserRole? actual) => actual == Role;
}
