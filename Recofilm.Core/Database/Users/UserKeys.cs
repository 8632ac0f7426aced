using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Recofilm.Core.Database.Users;

/// <summary>
/// Creates and checks the keys with which users log in: 256 random bits that are shown once. The database holds their
/// HMAC-SHA-256. The HMAC's key, the pepper, is configuration, so a reader of the database alone cannot test guesses.
/// </summary>
public sealed class UserKeys
{
    /// <summary>The smallest length of a pepper, in bytes.</summary>
    public const int MinimumPepperBytes = 32;

    private static readonly byte[] NoHash = new byte[HMACSHA256.HashSizeInBytes];

    private readonly byte[] _pepper;

    /// <summary>Decodes the pepper.</summary>
    /// <param name="pepper">At least 32 random bytes, in base64.</param>
    /// <exception cref="ArgumentException">The pepper is not base64 or too short.</exception>
    public UserKeys(string pepper)
    {
        var bytes = new byte[pepper.Length];
        if (!Convert.TryFromBase64String(pepper, bytes, out var length) || length < MinimumPepperBytes)
            throw new ArgumentException($"A pepper must be at least {MinimumPepperBytes} bytes in base64.", nameof(pepper));
        _pepper = bytes[..length];
    }

    /// <summary>Creates a key of 43 base64url characters.</summary>
    public static string Create() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));

    /// <summary>Returns the hash of a key that the database stores: 32 bytes.</summary>
    public byte[] Hash(string key) => HMACSHA256.HashData(_pepper, Encoding.UTF8.GetBytes(key));

    /// <summary>
    /// Returns whether a key is the stored one. The time is the same for a right key, a wrong key and a user without a key.
    /// </summary>
    /// <param name="key">The key that a client sent.</param>
    /// <param name="storedHash">The stored hash, or <see langword="null"/> for an unknown user or one without a key.</param>
    public bool Matches(string key, byte[]? storedHash)
    {
        var equal = CryptographicOperations.FixedTimeEquals(Hash(key), storedHash ?? NoHash);
        return equal & storedHash is not null;
    }
}
