using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Database.Users;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Users;

/// <summary>GET /users/{user_id}/export: all stored data of a user.</summary>
public sealed class ExportUserFunction(FunctionsServer server)
{
    private const string Name = "export_user";
    private const string Route = "users/{user_id}/export";

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapGet($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .RequireUser()
        .Describe(
            "Export a user's data",
            "All stored data of a user: ratings, tags, dismissals, shown lists and events. Users may export their own data; " +
            "operators and services may export anybody's.",
            [UserPath.User])
        .Example(answer:
            """
            {"user_id": 611, "external_id": null, "role": "user", "created_at": "2026-11-24T12:00:00Z", "has_key": true,
             "ratings": [{"movie_id": 1, "rating": 4.5, "rated_at": "2026-11-24T12:00:00Z", "predicted": 4.1,
             "model_version": "20261124T031500Z-1a2b3c4d"}],
             "tags": [], "dismissals": [], "lists": [], "events": []}
            """)
        .Problems(400, 401, 403, 404);

    private static async Task<Ok<UserExport>> HandleAsync(HttpContext context, CallerContext caller, UserExportReader exports)
    {
        var reference = UserPath.Read(context);
        var userId = await caller.FindIdAsync(context, reference);
        return TypedResults.Ok(await exports.ReadAsync(userId, context.RequestAborted) ?? throw UserPath.Unknown(reference));
    }
}
