using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Recofilm.Core.Database.Users;
using Recofilm.Functions.Authentication;
using Recofilm.Functions.Errors;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Telemetry;

namespace Recofilm.Functions.Login;

/// <summary>POST /login: a user's key for an access token.</summary>
internal static class LoginFunction
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapLogin(this IEndpointRouteBuilder app) => app
        .MapPost("/login", HandleAsync)
        .WithFunction("login")
        .AllowAnonymous()
        .LimitLogins()
        .Describe(
            ApiTags.Users,
            "Log in",
            "Exchanges a user's key for an access token of ten minutes. Every failure has the same answer. After some failures " +
            "in a row the user is locked for a while.")
        .Example(request: """{"user_id": 611, "user_key": "kZc0yJ2v0hXf3Q0m3lq1x8m1Zb7yYJ4s0c0p9wq2r5E"}""", answer:
            """
            {"access_token": "eyJhbGciOiJIUzI1NiIs…", "token_type": "Bearer", "expires_in": 600}
            """)
        .Problems(400, 401, 413, 415, 429);

    private static async Task<Ok<LoginAnswer>> HandleAsync(
        HttpContext context, Body<LoginBody> body, UserStore users, UserKeys keys, AccessTokens tokens,
        IOptions<AuthenticationOptions> options, LoginMetrics metrics, TimeProvider time)
    {
        var (userId, userKey) = body.Value;
        var byUserIdAlone = userKey is null && options.Value.AllowLoginByUserIdAlone;
        var reader = new RequestReader(context);
        reader.Check(userKey is not null || byUserIdAlone, "user_key", "is required");
        reader.ThrowIfInvalid();

        // Known, unknown and locked users cost the same steps: a lookup, a comparison, and a failure a counting update.
        var user = await users.FindAsync(userId, context.RequestAborted);
        var matches = keys.Matches(userKey ?? "", user?.KeyHash) || (byUserIdAlone && user is not null);
        if (!matches)
        {
            var failed = await users.RecordFailedLoginAsync(
                userId, PolicyOf(options.Value), time.GetUtcNow(), context.RequestAborted);
            if (failed?.FailedLogins == options.Value.MaxFailedLogins)
                metrics.CountLockout();
        }

        if (user is null || !matches || user.IsLockedAt(time.GetUtcNow()))
        {
            metrics.Count(user?.IsLockedAt(time.GetUtcNow()) == true ? LoginOutcome.Locked : LoginOutcome.Refused);
            throw new ProblemException(AuthenticationProblems.InvalidCredentials());
        }

        metrics.Count(LoginOutcome.Succeeded);

        if (user.FailedLogins > 0)
            await users.ResetFailedLoginsAsync(userId, context.RequestAborted);
        return TypedResults.Ok(new LoginAnswer(
            tokens.Issue(user.UserId, user.Role), "Bearer", (int)AccessTokens.Lifetime.TotalSeconds));
    }

    private static LockoutPolicy PolicyOf(AuthenticationOptions options) =>
        new(options.MaxFailedLogins, options.LockoutDuration);
}
