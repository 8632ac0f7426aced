namespace Recofilm.Functions.Authentication;

/// <summary>Settings of users, keys and tokens: section <c>Recofilm:Authentication</c>.</summary>
internal sealed class AuthenticationOptions
{
    /// <summary>Where the settings are.</summary>
    public const string Section = "Recofilm:Authentication";

    /// <summary>Who issues access tokens: the claim <c>iss</c>.</summary>
    public string Issuer { get; set; } = "recofilm";

    /// <summary>Whom access tokens are for: the claim <c>aud</c>.</summary>
    public string Audience { get; set; } = "recofilm-api";

    /// <summary>The keys of access tokens. The first signs; all are accepted, so that keys can be rotated.</summary>
    public IReadOnlyList<SigningKeyOptions> SigningKeys { get; set; } = [];

    /// <summary>The key of the HMAC under which user keys are stored: at least 32 random bytes in base64.</summary>
    public string Pepper { get; set; } = "";

    /// <summary>Whether the user id alone logs in, without the key. For demonstrations; refused outside Development.</summary>
    public bool AllowLoginByUserIdAlone { get; set; }

    /// <summary>Whether anyone may register a user; otherwise only operators.</summary>
    public bool OpenRegistration { get; set; } = true;

    /// <summary>The failed login in a row that locks a user out.</summary>
    public int MaxFailedLogins { get; set; } = 10;

    /// <summary>How long the lock lasts.</summary>
    public TimeSpan LockoutDuration { get; set; } = TimeSpan.FromMinutes(15);
}

/// <summary>A key of access tokens.</summary>
internal sealed class SigningKeyOptions
{
    /// <summary>Names the key in the header of a token.</summary>
    public string Kid { get; set; } = "";

    /// <summary>At least 32 random bytes in base64.</summary>
    public string Key { get; set; } = "";

    /// <summary>The key's bytes; empty when <see cref="Key"/> is not base64.</summary>
    public byte[] Bytes
    {
        get
        {
            var bytes = new byte[Key.Length];
            return Convert.TryFromBase64String(Key, bytes, out var length) ? bytes[..length] : [];
        }
    }
}
