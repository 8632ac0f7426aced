using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Database.Users;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Users;

/// <summary>GET /sample_users: users for demonstrations, if users may log in without a key.</summary>
public sealed class SampleUsersFunction(FunctionsServer server)
{
    private const string Name = "sample_users";
    private const string Route = "sample_users";
    private const int Count = 5;

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapGet($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .AllowAnonymous()
        .LimitLogins()
        .Describe(
            "List sample users",
            "Users with different tastes, and an operator, who may log in without a key. Only for demonstrations: " +
            "Recofilm:Authentication:AllowLoginByUserIdAlone must be set, and the host name must be a loopback one such as " +
            "localhost; otherwise the answer is 404.")
        .Example(answer:
            """
            {"users": [{"user_id": 12, "role": "user", "ratings": 74, "genres": ["Film-Noir", "Crime", "Drama"]}]}
            """)
        .Problems(404, 429);

    private static async Task<Ok<SampleUserList>> HandleAsync(
        HttpContext context, SampleUserStore users, DevelopmentLogin development) =>
        development.Allows(context.Request)
            ? TypedResults.Ok(new SampleUserList(await users.ListAsync(Count, context.RequestAborted)))
            : throw new ProblemException(new Problem(ProblemType.UnknownRoute, "Login without a key is not allowed here."));
}
