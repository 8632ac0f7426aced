using System.Text;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Recofilm.Core.Database.Users;
using Recofilm.Functions.Security;
using Recofilm.Testing;

namespace Recofilm.Functions.Tests.Authentication;

public sealed class AccessTokensTests
{
    private const string OtherKey = "YW5vdGhlci1rZXktdGhhdC10aGUtcHJvZ3JhbS1kb2VzLW5vdC1rbm93";

    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 24, 12, 0, 0, TimeSpan.Zero));
    private readonly AccessTokens _tokens;

    public AccessTokensTests() =>
        _tokens = Tokens(new SigningKeyOptions { Kid = ProgramSettings.Kid, Key = ProgramSettings.SigningKey });

    [Fact]
    public async Task A_token_holds_the_claims_that_rfc_8725_asks_for()
    {
        var text = _tokens.Issue(7, UserRole.Operator);
        var token = new JsonWebToken(text);
        Assert.Equal("at+jwt", token.Typ);
        Assert.Equal("HS256", token.Alg);
        Assert.Equal(ProgramSettings.Kid, token.Kid);
        Assert.Equal("recofilm", token.Issuer);
        Assert.Equal(["recofilm-api"], token.Audiences);
        Assert.Equal("7", token.Subject);
        Assert.Equal("operator", token.GetClaim("role").Value);
        Assert.Equal(_time.GetUtcNow().UtcDateTime, token.IssuedAt);
        Assert.Equal(_time.GetUtcNow().UtcDateTime, token.ValidFrom);
        Assert.Equal(_time.GetUtcNow().UtcDateTime.AddSeconds(600), token.ValidTo);
        Assert.NotEqual(token.Id, new JsonWebToken(_tokens.Issue(7, UserRole.Operator)).Id);
        Assert.True((await ValidateAsync(text)).IsValid);
    }

    [Fact]
    public async Task A_token_lasts_ten_minutes_to_the_second()
    {
        var token = _tokens.Issue(7, UserRole.User);
        _time.Advance(TimeSpan.FromSeconds(599));
        Assert.True((await ValidateAsync(token)).IsValid);
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.IsType<SecurityTokenExpiredException>((await ValidateAsync(token)).Exception);
    }

    [Fact]
    public async Task A_token_of_an_instance_whose_clock_is_ahead_works_within_seconds_only()
    {
        var token = _tokens.Issue(7, UserRole.User);
        _time.AdjustTime(_time.GetUtcNow().AddSeconds(-5));
        Assert.True((await ValidateAsync(token)).IsValid);
        _time.AdjustTime(_time.GetUtcNow().AddSeconds(-1));
        Assert.IsType<SecurityTokenNotYetValidException>((await ValidateAsync(token)).Exception);
    }

    [Fact]
    public async Task Every_configured_key_is_accepted_and_the_first_one_signs()
    {
        var rotated = Tokens(
            new SigningKeyOptions { Kid = "new", Key = OtherKey },
            new SigningKeyOptions { Kid = ProgramSettings.Kid, Key = ProgramSettings.SigningKey });
        Assert.Equal("new", new JsonWebToken(rotated.Issue(7, UserRole.User)).Kid);
        Assert.True((await ValidateAsync(_tokens.Issue(7, UserRole.User), rotated)).IsValid);
        Assert.False((await ValidateAsync(rotated.Issue(7, UserRole.User))).IsValid);
    }

    public static TheoryData<string, string> Forgeries => new()
    {
        { """{"alg":"none","typ":"at+jwt"}""", "" },
        { """{"alg":"HS256","typ":"JWT","kid":"test-key"}""", ProgramSettings.SigningKey },
        { """{"alg":"HS256","kid":"test-key"}""", ProgramSettings.SigningKey },
        { """{"alg":"HS512","typ":"at+jwt","kid":"test-key"}""", ProgramSettings.SigningKey },
        { """{"alg":"HS256","typ":"at+jwt","kid":"test-key"}""", OtherKey },
        { """{"alg":"HS256","typ":"at+jwt","kid":"other"}""", ProgramSettings.SigningKey },
        { """{"alg":"HS256","typ":"at+jwt"}""", ProgramSettings.SigningKey },
        { """{"alg":"HS256","typ":"at+jwt","kid":"test-key","crit":["x"],"x":1}""", OtherKey },
    };

    [Theory]
    [MemberData(nameof(Forgeries))]
    public async Task A_token_with_another_header_or_key_is_refused(string header, string key) =>
        Assert.False((await ValidateAsync(TokenForge.Sign(header, Claims(), key))).IsValid);

    [Fact]
    public async Task The_forge_of_these_tests_makes_valid_tokens_when_nothing_is_wrong() =>
        Assert.True((await ValidateAsync(TokenForge.Sign(Claims()))).IsValid);

    [Theory]
    [InlineData("\"iss\":\"recofilm\"", "\"iss\":\"somebody\"")]
    [InlineData("\"iss\":\"recofilm\",", "")]
    [InlineData("\"aud\":\"recofilm-api\"", "\"aud\":\"another-api\"")]
    [InlineData("\"aud\":\"recofilm-api\",", "")]
    [InlineData("\"exp\"", "\"exq\"")]
    [InlineData("\"nbf\"", "\"nbg\"")]
    public async Task A_token_without_the_right_claims_is_refused(string right, string wrong) =>
        Assert.False((await ValidateAsync(TokenForge.Sign(Claims().Replace(right, wrong, StringComparison.Ordinal)))).IsValid);

    [Fact]
    public async Task A_changed_payload_is_refused()
    {
        var parts = _tokens.Issue(7, UserRole.User).Split('.');
        var claims = Encoding.UTF8.GetString(Base64UrlEncoder.DecodeBytes(parts[1]));
        parts[1] = Base64UrlEncoder.Encode(claims.Replace("\"7\"", "\"8\"", StringComparison.Ordinal));
        Assert.False((await ValidateAsync(string.Join('.', parts))).IsValid);
    }

    private string Claims() => TokenForge.Claims(_time.GetUtcNow());

    private Task<TokenValidationResult> ValidateAsync(string token, AccessTokens? tokens = null) =>
        new JsonWebTokenHandler().ValidateTokenAsync(token, (tokens ?? _tokens).ValidationParameters);

    private AccessTokens Tokens(params SigningKeyOptions[] keys) =>
        new(Options.Create(new AuthenticationOptions { SigningKeys = keys, Pepper = ProgramSettings.Pepper }), _time);
}
