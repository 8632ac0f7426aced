using System.Globalization;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Recofilm.Core.Database.Users;

namespace Recofilm.Functions.Security;

/// <summary>
/// Issues and validates access tokens: JSON Web Tokens that follow RFC 8725, with one algorithm (HS256), a declared type
/// (at+jwt), and issuer, audience, subject and times all required.
/// </summary>
internal sealed class AccessTokens
{
    /// <summary>The claim that holds the user's role.</summary>
    public const string RoleClaim = "role";

    /// <summary>The time for which a token is valid.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);

    private const string TokenType = "at+jwt";

    // The clocks of instances differ a little, and a new token must work at once on every instance. Expiry needs no grace.
    private static readonly TimeSpan _clockDifference = TimeSpan.FromSeconds(5);

    private readonly AuthenticationOptions _options;
    private readonly TimeProvider _time;
    private readonly SigningCredentials _signing;
    private readonly JsonWebTokenHandler _handler = new() { SetDefaultTimesOnTokenCreation = false };

    /// <summary>Uses the configured keys.</summary>
    public AccessTokens(IOptions<AuthenticationOptions> options, TimeProvider time)
    {
        _options = options.Value;
        _time = time;
        SymmetricSecurityKey[] keys =
            [.. _options.SigningKeys.Select(key => new SymmetricSecurityKey(key.Bytes) { KeyId = key.Kid })];
        _signing = new SigningCredentials(keys[0], SecurityAlgorithms.HmacSha256);
        ValidationParameters = new TokenValidationParameters
        {
            ValidAlgorithms = [SecurityAlgorithms.HmacSha256],
            ValidTypes = [TokenType],
            ValidIssuer = _options.Issuer,
            ValidAudience = _options.Audience,
            IssuerSigningKeys = keys,
            TryAllIssuerSigningKeys = false,
            LifetimeValidator = IsCurrent,
            NameClaimType = JwtRegisteredClaimNames.Sub,
            RoleClaimType = RoleClaim,
        };
    }

    /// <summary>The requirements that a token must satisfy.</summary>
    public TokenValidationParameters ValidationParameters { get; }

    /// <summary>Issues a token for a user, valid from now.</summary>
    public string Issue(int userId, UserRole role)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        return _handler.CreateToken(new SecurityTokenDescriptor
        {
            TokenType = TokenType,
            Issuer = _options.Issuer,
            Audience = _options.Audience,
            IssuedAt = now,
            NotBefore = now,
            Expires = now + Lifetime,
            Claims = new Dictionary<string, object>
            {
                [JwtRegisteredClaimNames.Sub] = userId.ToString(CultureInfo.InvariantCulture),
                [JwtRegisteredClaimNames.Jti] = Guid.NewGuid().ToString("N"),
                [RoleClaim] = role.ToName(),
            },
            SigningCredentials = _signing,
        });
    }

    private bool IsCurrent(DateTime? notBefore, DateTime? expires, SecurityToken token, TokenValidationParameters parameters)
    {
        var now = _time.GetUtcNow().UtcDateTime;
        if (expires is not { } end || notBefore is not { } start)
            throw new SecurityTokenNoExpirationException("The token lacks its times.");
        if (end <= now)
            throw new SecurityTokenExpiredException("The token has expired.") { Expires = end };
        if (start > now + _clockDifference)
            throw new SecurityTokenNotYetValidException("The token is not valid yet.") { NotBefore = start };
        return true;
    }
}
