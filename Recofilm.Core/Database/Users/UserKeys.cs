using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Recofilm.Core.Database.Users;

/// <summary>
/// The keys by which users log in: 256 random bits, shown once, of which the database holds an HMAC-SHA-256. The
/// HMAC's key, the pepper, is configuration: who reads the database alone cannot test guesses.
/// </summary>
public sealed class UserKeys
{
    /// <summary>How many bytes a pepper has at least.</summary>
    public const int MinimumPepperBytes = 32;

    private static readonly byte[] NoHash = new byte[HMACSHA256.HashSizeInBytes];

    private readonly byte[] _pepper;

    /// <summary>Uses a pepper.</summary>
    /// <param name="pepper">At least 32 random bytes, in base64.</param>
    /// <exception cref="ArgumentException">The pepper is not base64 or too short.</exception>
    public UserKeys(string pepper)
    {
        var bytes = new byte[pepper.Length];
        if (!Convert.TryFromBase64String(pepper, bytes, out var length) || length < MinimumPepperBytes)
            throw new ArgumentException($"A pepper is at least {MinimumPepperBytes} bytes in base64.", nameof(pepper));
        _pepper = bytes[..length];
    }

    /// <summary>A new key: 43 characters of base64url.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>What the database stores of a key: 32 bytes.</summary>
    public byte[] Hash(string key) => HMACSHA256.HashData(_pepper, Encoding.UTF8.GetBytes(key));

    /// <summary>
    /// Whether a key is the one that was stored. Takes the same time whether it is, is not, or there is none to
    /// compare with.
    /// </summary>
    /// <param name="key">What a client sent.</param>
    /// <param name="storedHash">The stored hash, or <see langword="null"/> for an unknown user or one without a key.</param>
    public bool Matches(string key, byte[]? storedHash)
    {
        var equal = CryptographicOperations.FixedTimeEquals(Hash(key), storedHash ?? NoHash);
        return equal & storedHash is not null;
    }
}
