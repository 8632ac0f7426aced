using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Database.Users;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Users;

/// <summary>GET /users/{user_id}: one user, for operators and services.</summary>
public sealed class GetUserFunction(FunctionsServer server)
{
    private const string Name = "get_user";
    private const string Route = "users/{user_id}";

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapGet($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .RequireBackEnd()
        .Describe("Show a user", "A user's identifiers, role and age. For operators and services.", [UserPath.User])
        .Example(answer:
            """
            {"user_id": 611, "external_id": null, "role": "user", "created_at": "2026-11-24T12:00:00Z"}
            """)
        .Problems(400, 401, 403, 404);

    private static async Task<Ok<UserAnswer>> HandleAsync(HttpContext context, UserDirectory users)
    {
        var reference = UserPath.Read(context);
        var user = await users.FindAsync(reference, context.RequestAborted) ?? throw UserPath.Unknown(reference);
        return TypedResults.Ok(UserAnswer.Of(user));
    }
}
