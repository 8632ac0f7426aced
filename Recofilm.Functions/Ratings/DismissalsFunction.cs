using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Database;
using Recofilm.Core.Database.Users;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Ratings;

/// <summary>PUT and DELETE /dismissals/{movie_id}: movies the user does not want to be shown.</summary>
public sealed class DismissalsFunction(FunctionsServer server)
{
    private const string Name = "dismissals";
    private const string Route = "dismissals/{movie_id}";

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", "delete", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapPut($"/{Route}", PutAsync)
            .WithFunction(Name)
            .RequireUser()
            .Describe("Dismiss a movie", "The movie is no longer recommended to the user.", [MoviePath.Movie, .. Subjects.All])
            .Problems(400, 401, 403, 404);
        app.MapDelete($"/{Route}", DeleteAsync)
            .WithFunction(Name)
            .RequireUser()
            .Describe(
                "Remove a dismissal", "The movie may be recommended to the user again.", [MoviePath.Movie, .. Subjects.All])
            .Problems(400, 401, 403, 404);
    }

    private static async Task<NoContent> PutAsync(
        HttpContext context, CallerContext caller, DismissalStore dismissals, TimeProvider time)
    {
        var (userId, movieId) = await caller.ReadUserAndMovieAsync(context);
        var outcome = await dismissals.PutAsync(userId, movieId, time.GetUtcNow(), context.RequestAborted);
        return outcome switch
        {
            WriteOutcome.UnknownMovie => throw MoviePath.Unknown(movieId),
            WriteOutcome.UnknownUser => throw CallerContext.Vanished(context, userId),
            _ => TypedResults.NoContent(),
        };
    }

    private static async Task<NoContent> DeleteAsync(HttpContext context, CallerContext caller, DismissalStore dismissals)
    {
        var (userId, movieId) = await caller.ReadUserAndMovieAsync(context);
        await dismissals.DeleteAsync(userId, movieId, context.RequestAborted);
        return TypedResults.NoContent();
    }
}
