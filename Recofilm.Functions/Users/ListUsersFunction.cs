using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Database.Users;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Users;

/// <summary>GET /users: all users, by identifier.</summary>
public sealed class ListUsersFunction(FunctionsServer server)
{
    private const string Name = "list_users";
    private const string Route = "users";

    private static readonly IntegerParameter _after = new(
        "after", "The identifier after which the page begins; the field next fills it in.", 0, int.MaxValue, Default: 0);

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapGet($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .RequireBackEnd()
        .Describe(
            "List users",
            "Users by identifier. The field next is the path and query of the next page, null at the end. For operators and " +
            "services.",
            [Paging.Limit, _after])
        .Example(answer:
            """
            {"users": [{"user_id": 611, "external_id": null, "role": "user", "created_at": "2026-11-24T12:00:00Z"}],
             "next": "/users?limit=1&after=611"}
            """)
        .Problems(400, 401, 403);

    private static async Task<Ok<UserPage>> HandleAsync(HttpContext context, UserDirectory users)
    {
        var reader = new RequestReader(context);
        var limit = reader.Query(Paging.Limit);
        var after = reader.Query(_after);
        reader.ThrowIfInvalid();
        // One user more than the limit shows whether there is a next page.
        var found = await users.ListAsync(after, limit + 1, context.RequestAborted);
        UserAnswer[] page = [.. found.Take(limit).Select(UserAnswer.Of)];
        return TypedResults.Ok(new UserPage(page, found.Count > limit ? $"/users?limit={limit}&after={page[^1].UserId}" : null));
    }
}
