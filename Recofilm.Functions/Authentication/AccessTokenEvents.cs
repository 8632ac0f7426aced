using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.AspNetCore.Authorization;
using Microsoft.IdentityModel.Tokens;
using Recofilm.Core.Database.Users;

namespace Recofilm.Functions.Authentication;

/// <summary>Checks the user behind a token against the database, and answers refusals as RFC 6750 says.</summary>
/// <param name="users">Who still exists, in which role.</param>
internal sealed class AccessTokenEvents(UserStore users) : JwtBearerEvents
{
    /// <inheritdoc/>
    public override Task MessageReceived(MessageReceivedContext context)
    {
        // An open endpoint does not care who calls: a stale token sent to POST /login must not cost a query.
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<IAuthorizeData>() is null)
            context.NoResult();
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override async Task TokenValidated(TokenValidatedContext context)
    {
        if (!CurrentUser.TryRead(context.Principal, out var user))
        {
            context.Fail(new SecurityTokenException("The token names no user."));
            return;
        }

        // Endpoints that read the user's rows learn in the same round trip whether the user is still there.
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<ReadsUserMetadata>() is not null)
            return;
        if (!user.Holds(await users.ExistsAsync(user.UserId, context.HttpContext.RequestAborted)))
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
        AuthenticationProblems.Forbidden().ExecuteAsync(context.HttpContext);
}

/// <summary>Marks an endpoint whose handler reads the user's rows and itself refuses a user who is gone.</summary>
internal sealed record ReadsUserMetadata;
