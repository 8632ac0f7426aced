using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using Recofilm.Core.Database.Services;

namespace Recofilm.Functions.Security;

/// <summary>Authenticates services by the key that each request has as its bearer.</summary>
internal sealed class ServiceKeyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, ServiceKeyRing keys)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    /// <summary>The name of the scheme.</summary>
    public const string SchemeName = "service-key";

    /// <inheritdoc/>
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var service = BearerToken.Of(Request) is { } key ? await keys.FindServiceAsync(key, Context.RequestAborted) : null;
        return service is null
            ? AuthenticateResult.Fail(new SecurityTokenException(AuthenticationProblems.UnknownKey))
            : AuthenticateResult.Success(new AuthenticationTicket(
                new ClaimsPrincipal(CallerIdentity.OfService(service, SchemeName)), SchemeName));
    }

    /// <inheritdoc/>
    protected override async Task HandleChallengeAsync(AuthenticationProperties properties) =>
        await AuthenticationProblems.Of((await HandleAuthenticateOnceSafeAsync()).Failure).ExecuteAsync(Context);

    /// <inheritdoc/>
    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) =>
        AuthenticationProblems.Forbidden(Context).ExecuteAsync(Context);
}
