using Microsoft.AspNetCore.Http.HttpResults;
using Recofilm.Core.Database.Users;
using Recofilm.Functions.Authentication;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.DeleteUser;

/// <summary>DELETE /users/{user_id}: a user and everything about them.</summary>
internal static class DeleteUserFunction
{
    private static readonly IntegerParameter _userId = new("user_id", "The user.", 1, int.MaxValue);

    /// <summary>Maps the endpoint.</summary>
    public static void MapDeleteUser(this IEndpointRouteBuilder app) => app
        .MapDelete("/users/{user_id}", HandleAsync)
        .WithFunction("delete_user")
        .RequireOperator()
        .Describe(
            ApiTags.Users,
            "Delete a user",
            "Removes a user with their ratings, tags, dismissals, lists, events and predictions, if there is such a user. Their " +
            "tokens are refused at once. For operators.",
            [_userId])
        .Problems(400, 401, 403);

    private static async Task<NoContent> HandleAsync(HttpContext context, UserStore users)
    {
        var reader = new RequestReader(context);
        var userId = reader.Path(_userId);
        reader.ThrowIfInvalid();
        await users.DeleteAsync(userId, context.RequestAborted);
        return TypedResults.NoContent();
    }
}
