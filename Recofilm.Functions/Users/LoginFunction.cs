using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Database.Users;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;
using Recofilm.Functions.Telemetry;

namespace Recofilm.Functions.Users;

/// <summary>POST /login: exchanges a user's key for an access token.</summary>
public sealed class LoginFunction(FunctionsServer server)
{
    private const string Name = "login";
    private const string Route = "login";

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapPost($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .AllowAnonymous()
        .LimitLogins()
        .Describe(
            "Log in",
            "Exchanges a user's key for an access token that is valid for ten minutes. A wrong key and an unknown user get " +
            "the same answer.")
        .Example(request: """{"user_id": 611, "user_key": "kZc0yJ2v0hXf3Q0m3lq1x8m1Zb7yYJ4s0c0p9wq2r5E"}""", answer:
            """
            {"access_token": "eyJhbGciOiJIUzI1NiIs…", "token_type": "Bearer", "expires_in": 600}
            """)
        .Problems(400, 401, 413, 415, 429);

    private static async Task<Ok<LoginAnswer>> HandleAsync(
        HttpContext context, Body<LoginBody> body, UserStore users, UserKeys keys, AccessTokens tokens,
        DevelopmentLogin development, UserRateLimits limits, LoginMetrics metrics)
    {
        var reader = new RequestReader(context);
        var (userId, userKey) = body.Read(reader);
        var byUserIdAlone = userKey is null && development.Allows(context.Request);
        reader.Check(userKey is not null || byUserIdAlone, "user_key", "is required");
        reader.ThrowIfInvalid();

        // Known and unknown users cost the same steps, a lookup and a comparison, so the response time does not distinguish them.
        var user = await users.FindAsync(userId, context.RequestAborted);
        var matches = keys.Matches(userKey ?? "", user?.KeyHash) || (byUserIdAlone && user is not null);
        if (user is null || !matches)
        {
            metrics.Count(LoginOutcome.Refused);
            limits.CountFailedLogin(userId);
            throw new ProblemException(AuthenticationProblems.InvalidCredentials());
        }

        metrics.Count(LoginOutcome.Succeeded);
        return TypedResults.Ok(new LoginAnswer(
            tokens.Issue(user.UserId, user.Role), "Bearer", (int)AccessTokens.Lifetime.TotalSeconds));
    }
}
