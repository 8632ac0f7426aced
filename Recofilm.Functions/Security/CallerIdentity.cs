using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Claims;
using Microsoft.IdentityModel.JsonWebTokens;
using Recofilm.Core.Database.Users;

namespace Recofilm.Functions.Security;

/// <summary>The sender of a request: a user, an operator (who is also a user), or a service.</summary>
internal sealed record CallerIdentity
{
    /// <summary>The role of back ends, as tokens spell it.</summary>
    public const string ServiceRole = "service";

    /// <summary>The claim that holds a service's name.</summary>
    public const string ServiceClaim = "service";

    private CallerIdentity(int userId, UserRole role, string? service) => (UserId, Role, Service) = (userId, role, service);

    /// <summary>The user of the token; 0 for a service.</summary>
    public int UserId { get; }

    /// <summary>The role that a user's token claims.</summary>
    public UserRole Role { get; }

    /// <summary>The service's name, or <see langword="null"/> for a user.</summary>
    public string? Service { get; }

    /// <summary>Whether the caller is a back end.</summary>
    [MemberNotNullWhen(true, nameof(Service))]
    public bool IsService => Service is not null;

    /// <summary>Whether the caller is an operator.</summary>
    public bool IsOperator => !IsService && Role == UserRole.Operator;

    /// <summary>Whether the caller may act for any user.</summary>
    public bool ActsForUsers => IsService || IsOperator;

    /// <summary>Reads the claims of a token or key.</summary>
    public static bool TryRead(ClaimsPrincipal? principal, [NotNullWhen(true)] out CallerIdentity? caller)
    {
        caller = Single(principal, AccessTokens.RoleClaim) switch
        {
            "user" => ReadUser(principal, UserRole.User),
            "operator" => ReadUser(principal, UserRole.Operator),
            ServiceRole when Single(principal, ServiceClaim) is { } service => new CallerIdentity(0, UserRole.User, service),
            _ => null,
        };
        return caller is not null;
    }

    /// <summary>Returns the caller of a request that passed authorization.</summary>
    public static CallerIdentity Of(HttpContext context) =>
        TryRead(context.User, out var caller)
            ? caller
            : throw new InvalidOperationException("The endpoint must require authorization.");

    /// <summary>Creates the claims of a service.</summary>
    /// <param name="service">Its name.</param>
    /// <param name="scheme">The scheme that authenticated it.</param>
    public static ClaimsIdentity OfService(string service, string scheme) => new(
        [new Claim(ServiceClaim, service), new Claim(AccessTokens.RoleClaim, ServiceRole)], scheme, ServiceClaim,
        AccessTokens.RoleClaim);

    /// <summary>Whether the database still knows the user in this role.</summary>
    /// <param name="actual">The user's role now, or <see langword="null"/> when the user is gone.</param>
    public bool Holds(UserRole? actual) => !IsService && actual == Role;

    private static CallerIdentity? ReadUser(ClaimsPrincipal? principal, UserRole role)
    {
        var subject = Single(principal, JwtRegisteredClaimNames.Sub);
        return int.TryParse(subject, NumberStyles.None, CultureInfo.InvariantCulture, out var userId) && userId > 0
            ? new CallerIdentity(userId, role, null)
            : null;
    }

    // A claim that is an array becomes several claims, and readers could pick different ones.
    private static string? Single(ClaimsPrincipal? principal, string type) =>
        principal?.FindAll(type).ToArray() is [var claim] ? claim.Value : null;
}
