using System.Security.Claims;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.Security;

/// <summary>
/// Accepts tokens of Microsoft Entra ID, so that a back end's managed identity calls without a secret. The issuer's keys come
/// from its OpenID metadata, which is read again when a token names an unknown key.
/// </summary>
/// <param name="options">The issuer, the audience and the app role.</param>
internal sealed class EntraTokens(IOptions<EntraOptions> options) : IConfigureNamedOptions<JwtBearerOptions>
{
    /// <summary>The name of the scheme.</summary>
    public const string SchemeName = "entra";

    private const string RolesClaim = "roles";

    // Tokens with invented keys cost the issuer at most one request in this time.
    private static readonly TimeSpan _refresh = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public void Configure(JwtBearerOptions bearer) => Configure(Options.DefaultName, bearer);

    /// <inheritdoc/>
    public void Configure(string? name, JwtBearerOptions bearer)
    {
        if (name != SchemeName || options.Value.Issuer is not { } issuer)
            return;
        var metadata = new ConfigurationManager<OpenIdConnectConfiguration>(
            issuer.TrimEnd('/') + "/.well-known/openid-configuration",
            new OpenIdConnectConfigurationRetriever(),
            new HttpDocumentRetriever(new HttpClient { Timeout = _timeout })
            {
                RequireHttps = issuer.StartsWith(Uri.UriSchemeHttps + ':', StringComparison.OrdinalIgnoreCase),
            })
        {
            RefreshInterval = _refresh,
            // Without this, a withdrawn key would stay trusted for another hour.
            UseLastKnownGoodConfiguration = false,
        };
        bearer.ConfigurationManager = metadata;
        bearer.MapInboundClaims = false;
        bearer.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAlgorithms = [SecurityAlgorithms.RsaSha256],
            ValidIssuer = issuer,
            ValidAudience = options.Value.Audience,
            ClockSkew = TimeSpan.FromSeconds(5),
        };
        bearer.Events = new Events(metadata, options.Value.ServiceRole);
    }

    private sealed class Events(ConfigurationManager<OpenIdConnectConfiguration> metadata, string serviceRole) : JwtBearerEvents
    {
        // Without the issuer's keys no token can be checked; the client is not at fault, so the answer is 503.
        public override async Task MessageReceived(MessageReceivedContext context)
        {
            if (!AccessTokenEvents.CaresWhoCalls(context.HttpContext))
            {
                context.NoResult();
                return;
            }

            try
            {
                await metadata.GetConfigurationAsync(context.HttpContext.RequestAborted);
            }
            catch (InvalidOperationException)
            {
                throw new ProblemException(AuthenticationProblems.IssuerUnavailable());
            }
        }

        public override Task TokenValidated(TokenValidatedContext context)
        {
            if (NameOf(context.Principal!) is not { } name)
                context.Fail(new SecurityTokenException(AuthenticationProblems.NamesNoUser));
            else if (context.Principal!.FindAll(RolesClaim).Any(role => role.Value == serviceRole))
                context.Principal = new ClaimsPrincipal(CallerIdentity.OfService(name, SchemeName));
            else
                context.Principal = new ClaimsPrincipal(new ClaimsIdentity(context.Principal.Claims, SchemeName));
            return Task.CompletedTask;
        }

        public override Task Challenge(JwtBearerChallengeContext context)
        {
            context.HandleResponse();
            return AuthenticationProblems.Of(context.AuthenticateFailure).ExecuteAsync(context.HttpContext);
        }

        public override Task Forbidden(ForbiddenContext context) =>
            AuthenticationProblems.Forbidden(context.HttpContext).ExecuteAsync(context.HttpContext);

        // The application that the token was issued to: azp in tokens of version 2, appid in those of version 1.
        private static string? NameOf(ClaimsPrincipal principal) =>
            (principal.FindFirst(JwtRegisteredClaimNames.Azp) ?? principal.FindFirst("appid"))?.Value;
    }
}
