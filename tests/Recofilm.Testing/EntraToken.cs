using System.Text.Json;

namespace Recofilm.Testing;

/// <summary>Access tokens with the claims of Microsoft Entra ID but without a valid signature.</summary>
public static class EntraToken
{
    private const string Tenant = "11111111-2222-3333-4444-555555555555";

    /// <summary>Creates a token.</summary>
    /// <param name="audience">The audience, such as <c>https://storage.azure.com</c>.</param>
    /// <param name="expires">The end of its validity, which begins an hour earlier.</param>
    public static string For(string audience, DateTimeOffset expires)
    {
        var begin = expires.AddHours(-1).ToUnixTimeSeconds();
        var claims = new
        {
            aud = audience,
            iss = $"https://sts.windows.net/{Tenant}/",
            tid = Tenant,
            oid = "66666666-7777-8888-9999-000000000000",
            iat = begin,
            nbf = begin,
            exp = expires.ToUnixTimeSeconds(),
        };
        return $"{Part(new { alg = "RS256", typ = "JWT" })}.{Part(claims)}.{Part("no signature")}";
    }

    private static string Part<T>(T value) =>
        Convert.ToBase64String(JsonSerializer.SerializeToUtf8Bytes(value)).TrimEnd('=').Replace('+', '-').Replace('/', '_');
}
