using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Database.Users;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Users;

/// <summary>DELETE /users/{user_id}: removes a user and everything about them.</summary>
public sealed class DeleteUserFunction(FunctionsServer server)
{
    private const string Name = "delete_user";
    private const string Route = "users/{user_id}";

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "delete", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapDelete($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .RequireBackEnd()
        .Describe(
            "Delete a user",
            "Removes a user with their ratings, tags, dismissals, lists, events and predictions, if the user exists. " +
            "Refuses their tokens at once. For operators and services.",
            [UserPath.User])
        .Problems(400, 401, 403);

    private static async Task<NoContent> HandleAsync(HttpContext context, UserStore users, UserDirectory directory)
    {
        var reference = UserPath.Read(context);
        if (await directory.FindAsync(reference, context.RequestAborted) is { } user)
            await users.DeleteAsync(user.UserId, context.RequestAborted);
        return TypedResults.NoContent();
    }
}
