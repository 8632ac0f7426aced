using Recofilm.Core.Configuration;
using Recofilm.Core.Database.Users;

namespace Recofilm.Functions.Security;

/// <summary>The settings of users, keys and tokens: section <c>Recofilm:Authentication</c>.</summary>
internal sealed class AuthenticationOptions : IValidatedOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Recofilm:Authentication";

    /// <summary>The length that HS256 requires of a key: at least that of its hash (RFC 7518 §3.2).</summary>
    private const int MinimumKeyBytes = 32;

    /// <summary>The issuer of access tokens: the claim <c>iss</c>.</summary>
    public string Issuer { get; set; } = "recofilm";

    /// <summary>The audience of access tokens: the claim <c>aud</c>.</summary>
    public string Audience { get; set; } = "recofilm-api";

    /// <summary>The keys of access tokens. The first key signs; all are accepted, so that keys can be rotated.</summary>
    public IReadOnlyList<SigningKeyOptions> SigningKeys { get; set; } = [];

    /// <summary>The key of the HMAC under which user keys are stored: at least 32 random bytes in base64.</summary>
    public string Pepper { get; set; } = "";

    /// <summary>Whether the user id alone logs in, without the key. For demonstrations; refused outside Development.</summary>
    public bool AllowLoginByUserIdAlone { get; set; }

    /// <summary>Whether anyone may register a user; otherwise only operators.</summary>
    public bool OpenRegistration { get; set; } = true;

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (string.IsNullOrWhiteSpace(Issuer))
            yield return $"{Section}:Issuer must not be empty.";
        if (string.IsNullOrWhiteSpace(Audience))
            yield return $"{Section}:Audience must not be empty.";
        foreach (var problem in KeyProblems())
            yield return problem;
        if (!IsPepper(Pepper))
            yield return $"{Section}:Pepper must be at least {UserKeys.MinimumPepperBytes} random bytes in base64.";
    }

    private IEnumerable<string> KeyProblems()
    {
        if (SigningKeys.Count == 0)
        {
            yield return $"{Section}:SigningKeys is empty: set SigningKeys:0:Kid to a name and SigningKeys:0:Key to "
                + $"at least {MinimumKeyBytes} random bytes in base64.";
        }

        var kids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (index, key) in SigningKeys.Index())
        {
            if (string.IsNullOrWhiteSpace(key.Kid))
                yield return $"{Section}:SigningKeys:{index}:Kid must not be empty.";
            else if (!kids.Add(key.Kid))
                yield return $"{Section}:SigningKeys:{index}:Kid must be unique; got \"{key.Kid}\" again.";
            if (key.Bytes.Length < MinimumKeyBytes)
                yield return $"{Section}:SigningKeys:{index}:Key must be at least {MinimumKeyBytes} random bytes in base64.";
        }
    }

    private static bool IsPepper(string text)
    {
        try
        {
            _ = new UserKeys(text);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}

/// <summary>A key of access tokens.</summary>
internal sealed class SigningKeyOptions
{
    /// <summary>The name of the key in the header of a token.</summary>
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
