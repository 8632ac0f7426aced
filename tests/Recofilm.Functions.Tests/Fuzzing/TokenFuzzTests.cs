using System.Text;
using CsCheck;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Recofilm.Functions.Security;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Fuzzing;

/// <summary>
/// Tokens changed in any way: only the one that the program signed is valid, and reading none of the others throws.
/// </summary>
public sealed class TokenFuzzTests
{
    private static readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));

    private static readonly AccessTokens _tokens = new(
        Options.Create(new AuthenticationOptions
        {
            SigningKeys = [new SigningKeyOptions { Kid = ProgramSettings.Kid, Key = ProgramSettings.SigningKey }],
            Pepper = ProgramSettings.Pepper,
        }),
        _time);

    private static readonly string _token = TokenForge.Sign(TokenForge.Claims(_time.GetUtcNow()));

    private static readonly string[] _values =
    [
        "null", "true", "0", "-1", "1e400", "99999999999999999999", "\"\"", "\"7\"", "[]", "[\"operator\"]", "{}",
        "\"\\u0000\"", "\"none\"", "\"HS256\"",
    ];

    private static readonly string[] _names =
    [
        "alg", "typ", "kid", "crit", "jku", "jwk", "x5c", "enc", "zip", "iss", "aud", "sub", "role", "exp", "nbf", "iat",
        "jti", "cty", "b64", "",
    ];

    private static readonly Gen<string> _json = Gen.Select(Gen.OneOf(_names), Gen.OneOf(_values))
        .Select((name, value) => $"\"{name}\":{value}").Array[0, 6].Select(members => $"{{{string.Join(',', members)}}}");

    private static readonly Gen<string> _damaged = Gen.Select(Gen.Int[0, _token.Length - 1], Gen.Int[0, 3], Gen.Char[' ', '~'])
        .Select((place, kind, character) => kind switch
        {
            0 => $"{_token[..place]}{character}{_token[place..]}",
            1 => _token.Remove(place, 1),
            2 => _token[..place],
            _ => $"{_token[..place]}{character}{_token[(place + 1)..]}",
        });

    private static readonly Gen<string> _forged = Gen.Select(_json, _json, Gen.Bool).Select((header, claims, signed) => signed
        ? TokenForge.Sign(
            header, claims, Convert.ToBase64String(Encoding.UTF8.GetBytes("another-key-that-the-program-does-not-know")))
        : $"{Encode(header)}.{Encode(claims)}.");

    private static readonly Gen<string> _texts = Gen.Frequency(
        (4, _damaged), (4, _forged), (1, Gen.String),
        (1, Gen.OneOf("", ".", "..", "...", "....", "a.b.c", "e30.e30.", new string('.', 500))));

    [Fact]
    public async Task No_changed_token_is_valid_and_none_throws()
    {
        Assert.True((await ValidateAsync(_token)).IsValid);
        var claims = new JsonWebToken(_token).EncodedPayload;

        var total = await Fuzz.RunAsync(_texts, 5_000, async text =>
        {
            var result = await ValidateAsync(text);
            // Bits beyond the signature's last byte are nobody's: such a text is the same token.
            Assert.True(!result.IsValid || IsSame(text, claims), "It is valid.");
        });

        Assert.True(total > 0);
    }

    // Signed with the right key, so that only the claims stand between it and the API.
    [Fact]
    public async Task Claims_of_any_kind_under_the_right_key_are_read_or_refused()
    {
        var valid = 0;
        var total = await Fuzz.RunAsync(
            Gen.Select(Gen.OneOf(_names), Gen.OneOf(_values)), 2_000, async changed =>
            {
                var claims = TokenForge.Claims(_time.GetUtcNow());
                var result = await ValidateAsync(TokenForge.Sign($"{{\"{changed.Item1}\":{changed.Item2},{claims[1..]}"));
                if (!result.IsValid)
                    return;
                valid++;
                CallerIdentity.TryRead(new System.Security.Claims.ClaimsPrincipal(result.ClaimsIdentity), out _);
            });

        Assert.InRange(valid, 1, total - 1);
    }

    private static Task<TokenValidationResult> ValidateAsync(string text) =>
        new JsonWebTokenHandler().ValidateTokenAsync(text, _tokens.ValidationParameters);

    private static bool IsSame(string text, string claims)
    {
        var token = new JsonWebToken(text);
        return token.EncodedPayload == claims && _token.StartsWith($"{token.EncodedHeader}.{claims}.", StringComparison.Ordinal);
    }

    private static string Encode(string text) => System.Buffers.Text.Base64Url.EncodeToString(Encoding.UTF8.GetBytes(text));
}
