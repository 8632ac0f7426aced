using Microsoft.AspNetCore.Http.HttpResults;
using Recofilm.Core.Database;
using Recofilm.Core.Database.Users;
using Recofilm.Functions.Authentication;
using Recofilm.Functions.Errors;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.Dismissals;

/// <summary>PUT and DELETE /dismissals/{movie_id}: movies the user does not want to be shown.</summary>
internal static class DismissalsFunction
{
    private const string Route = "/dismissals/{movie_id}";
    private const string Function = "dismissals";

    /// <summary>Maps the endpoints.</summary>
    public static void MapDismissals(this IEndpointRouteBuilder app)
    {
        app.MapPut(Route, PutAsync)
            .WithFunction(Function)
            .RequireUser()
            .Describe(ApiTags.Ratings, "Dismiss a movie", "The movie is not recommended to the user any more.", [Movies.MovieId])
            .Problems(400, 401, 404);
        app.MapDelete(Route, DeleteAsync)
            .WithFunction(Function)
            .RequireUser()
            .Describe(ApiTags.Ratings, "Take a dismissal back", "The movie may be recommended to the user again.", [Movies.MovieId])
            .Problems(400, 401);
    }

    private static async Task<NoContent> PutAsync(HttpContext context, DismissalStore dismissals, TimeProvider time)
    {
        var movieId = ReadMovieId(context);
        var outcome = await dismissals.PutAsync(
            CurrentUser.Of(context).UserId, movieId, time.GetUtcNow(), context.RequestAborted);
        return outcome switch
        {
            WriteOutcome.UnknownMovie => throw Movies.Unknown(movieId),
            WriteOutcome.UnknownUser => throw new ProblemException(AuthenticationProblems.UserGone()),
            _ => TypedResults.NoContent(),
        };
    }

    private static async Task<NoContent> DeleteAsync(HttpContext context, DismissalStore dismissals)
    {
        await dismissals.DeleteAsync(CurrentUser.Of(context).UserId, ReadMovieId(context), context.RequestAborted);
        return TypedResults.NoContent();
    }

    private static int ReadMovieId(HttpContext context)
    {
        var reader = new RequestReader(context);
        var movieId = reader.Path(Movies.MovieId);
        reader.ThrowIfInvalid();
        return movieId;
    }
}
