using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Recofilm.Testing;

/// <summary>Makes tokens by hand, with any header, claims and key that an attacker might choose.</summary>
public static class TokenForge
{
    private const string Header = """{"alg":"HS256","typ":"at+jwt","kid":"test-key"}""";

    /// <summary>The claims of a valid token of user 7.</summary>
    public static string Claims(DateTimeOffset now, int userId = 7, string role = "user") =>
        $"{{\"iss\":\"recofilm\",\"aud\":\"recofilm-api\",\"sub\":\"{userId}\",\"role\":\"{role}\",\"jti\":\"1\"," +
        $"\"iat\":{now.ToUnixTimeSeconds()},\"nbf\":{now.ToUnixTimeSeconds()},\"exp\":{now.ToUnixTimeSeconds() + 600}}}";

    /// <summary>Signs claims as the program does.</summary>
    public static string Sign(string claims) => Sign(Header, claims, ProgramSettings.SigningKey);

    /// <summary>Signs with the HMAC algorithm that the header names, or not at all.</summary>
    public static string Sign(string header, string claims, string key)
    {
        var content = $"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(Encoding.UTF8.GetBytes(claims))}";
        var bytes = Encoding.ASCII.GetBytes(content);
        var signature = header.Contains("none", StringComparison.Ordinal) ? []
            : header.Contains("HS512", StringComparison.Ordinal) ? HMACSHA512.HashData(Convert.FromBase64String(key), bytes)
            : HMACSHA256.HashData(Convert.FromBase64String(key), bytes);
        return $"{content}.{Encode(signature)}";
    }

    private static string Encode(byte[] bytes) => Base64Url.EncodeToString(bytes);
}
