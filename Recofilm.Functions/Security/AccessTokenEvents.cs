using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;
using Recofilm.Core.Database.Users;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.Security;

/// <summary>Checks a token's user against the database, and answers refusals as RFC 6750 requires.</summary>
/// <param name="users">Reads the current role of a user.</param>
internal sealed class AccessTokenEvents(UserStore users) : JwtBearerEvents
{
    /// <summary>Whether the endpoint reads the caller: a stale token sent to POST /login must not cost a query.</summary>
    public static bool CaresWhoCalls(HttpContext context) => context.GetEndpoint()?.Metadata is { } metadata
        && (metadata.GetMetadata<IAuthorizeData>() is not null || metadata.GetMetadata<RecognizesCallerMetadata>() is not null);

    /// <inheritdoc/>
    public override Task MessageReceived(MessageReceivedContext context)
    {
        if (!CaresWhoCalls(context.HttpContext))
            context.NoResult();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task TokenValidated(TokenValidatedContext context)
    {
        // RFC 7515 §4.1.11: a receiver must refuse critical extensions that it does not understand; this API supports none.
        if (context.SecurityToken is not JsonWebToken token || token.TryGetHeaderValue<object>("crit", out _))
        {
            context.Fail(new SecurityTokenException("The token has critical extensions, which this API does not support."));
            return;
        }

        if (!CallerIdentity.TryRead(context.Principal, out var user) || user.IsService)
        {
            context.Fail(new SecurityTokenException(AuthenticationProblems.NamesNoUser));
            return;
        }

        // Handlers that read the user's rows check in the same round trip that the user still exists.
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<ReadsUserMetadata>() is not null
            && !Subjects.AreNamed(context.Request))
        {
            return;
        }

        if (!user.Holds(await users.FindRoleAsync(user.UserId, context.HttpContext.RequestAborted)))
            context.Fail(new SecurityTokenException(AuthenticationProblems.UserChanged));
    }

    /// <inheritdoc/>
    public override Task Challenge(JwtBearerChallengeContext context)
    {
        context.HandleResponse();
        return AuthenticationProblems.Of(context.AuthenticateFailure).ExecuteAsync(context.HttpContext);
    }

    /// <inheritdoc/>
    public override Task Forbidden(ForbiddenContext context) =>
        AuthenticationProblems.Forbidden(context.HttpContext).ExecuteAsync(context.HttpContext);
}

/// <summary>
/// Marks an endpoint whose handler reads the rows of the token's user and refuses a deleted one itself. The rows of another
/// user do not show whether the caller still exists.
/// </summary>
internal sealed record ReadsUserMetadata;
