using System.Security.Cryptography;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace Recofilm.Functions.Tests.Http;

/// <summary>
/// Issues tokens as Microsoft Entra ID does: OpenID Connect discovery, a JSON Web Key Set, RS256, claims of version 2.0 tokens
/// (learn.microsoft.com/entra/identity-platform/access-token-claims-reference).
/// </summary>
public sealed class EntraIssuer : IAsyncDisposable
{
    public const string Audience = "00000000-aaaa-bbbb-cccc-111111111111";
    public const string Role = "Recofilm.Service";

    private const string Tenant = "22222222-3333-4444-5555-666666666666";
    private static readonly string[] _algorithms = ["RS256"];

    private readonly WebApplication _app;
    private RsaSecurityKey _key = CreateKey();

    private EntraIssuer(WebApplication app)
    {
        _app = app;
        app.MapGet($"/{Tenant}/v2.0/.well-known/openid-configuration", () => IsDown
            ? Results.StatusCode(503)
            : Results.Json(new Dictionary<string, object>
            {
                ["issuer"] = Issuer,
                ["jwks_uri"] = $"{Address}/{Tenant}/discovery/v2.0/keys",
                ["id_token_signing_alg_values_supported"] = _algorithms,
            }));
        app.MapGet($"/{Tenant}/discovery/v2.0/keys", () =>
        {
            var key = JsonWebKeyConverter.ConvertFromRSASecurityKey(
                new RsaSecurityKey(_key.Rsa.ExportParameters(false)) { KeyId = _key.KeyId });
            return Results.Json(new { keys = new[] { new { kty = "RSA", use = "sig", kid = key.Kid, n = key.N, e = key.E } } });
        });
    }

    /// <summary>Whether the metadata answers 503.</summary>
    public bool IsDown { get; set; }

    /// <summary>The claim iss.</summary>
    public string Issuer => $"{Address}/{Tenant}/v2.0";

    private string Address =>
        _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    /// <summary>Starts one on a free port of the loopback address.</summary>
    public static async Task<EntraIssuer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var issuer = new EntraIssuer(builder.Build());
        await issuer._app.StartAsync();
        return issuer;
    }

    /// <summary>Signs with another key from now on; the metadata has only that one.</summary>
    public void RotateKey() => _key = CreateKey();

    /// <summary>A token of an application.</summary>
    /// <param name="roles">Its app roles; none when left out.</param>
    /// <param name="issuer">Another issuer.</param>
    /// <param name="audience">Another audience.</param>
    /// <param name="expires">When it ends; in an hour when left out.</param>
    /// <param name="withUnknownKey">Whether a key signs that the issuer does not publish.</param>
    public string Issue(
        string[]? roles = null, string? issuer = null, string audience = Audience, DateTimeOffset? expires = null,
        bool withUnknownKey = false)
    {
        var end = (expires ?? TimeProvider.System.GetUtcNow().AddHours(1)).UtcDateTime;
        return new JsonWebTokenHandler { SetDefaultTimesOnTokenCreation = false }.CreateToken(new SecurityTokenDescriptor
        {
            Issuer = issuer ?? Issuer,
            Audience = audience,
            IssuedAt = end.AddHours(-2),
            NotBefore = end.AddHours(-2),
            Expires = end,
            Claims = new Dictionary<string, object>
            {
                ["sub"] = "77777777-8888-9999-aaaa-bbbbbbbbbbbb",
                ["oid"] = "77777777-8888-9999-aaaa-bbbbbbbbbbbb",
                ["azp"] = "cccccccc-dddd-eeee-ffff-000000000000",
                ["tid"] = Tenant,
                ["ver"] = "2.0",
                ["roles"] = roles ?? [],
            },
            SigningCredentials = new SigningCredentials(withUnknownKey ? CreateKey() : _key, SecurityAlgorithms.RsaSha256),
        });
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static RsaSecurityKey CreateKey() => new(RSA.Create(2048)) { KeyId = Guid.NewGuid().ToString("N") };
}
