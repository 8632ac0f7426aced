using Microsoft.AspNetCore.Http.HttpResults;
using Recofilm.Core.Database;
using Recofilm.Core.Database.Movies;
using Recofilm.Functions.Authentication;
using Recofilm.Functions.Errors;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.EditTags;

/// <summary>PUT and DELETE /movies/{movie_id}/tags/{tag}: what the content model knows a movie by, besides genres.</summary>
internal static class EditTagsFunction
{
    private const string Route = "/movies/{movie_id}/tags/{tag}";
    private const string Function = "edit_tags";

    private static readonly TextParameter _tag = new("tag", "The tag, which may have several words.", MaximumLength: 200);

    /// <summary>Maps the endpoints.</summary>
    public static void MapEditTags(this IEndpointRouteBuilder app)
    {
        app.MapPut(Route, PutAsync)
            .WithFunction(Function)
            .RequireOperator()
            .Describe(
                ApiTags.Movies, "Tag a movie", "Gives a movie a tag, which counts from the next training on. For operators.",
                [Movies.MovieId, _tag])
            .Problems(400, 401, 403, 404);
        app.MapDelete(Route, DeleteAsync)
            .WithFunction(Function)
            .RequireOperator()
            .Describe(
                ApiTags.Movies, "Take a tag from a movie", "Removes a tag from a movie, whoever gave it. For operators.",
                [Movies.MovieId, _tag])
            .Problems(400, 401, 403);
    }

    private static async Task<NoContent> PutAsync(HttpContext context, CatalogStore catalog, TimeProvider time)
    {
        var (movieId, tag) = Read(context);
        var outcome = await catalog.PutTagAsync(
            CurrentUser.Of(context).UserId, movieId, tag, time.GetUtcNow(), context.RequestAborted);
        return outcome switch
        {
            WriteOutcome.UnknownMovie => throw Movies.Unknown(movieId),
            WriteOutcome.UnknownUser => throw new ProblemException(AuthenticationProblems.UserGone()),
            _ => TypedResults.NoContent(),
        };
    }

    private static async Task<NoContent> DeleteAsync(HttpContext context, CatalogStore catalog)
    {
        var (movieId, tag) = Read(context);
        await catalog.DeleteTagAsync(movieId, tag, context.RequestAborted);
        return TypedResults.NoContent();
    }

    private static (int MovieId, string Tag) Read(HttpContext context)
    {
        var reader = new RequestReader(context);
        var movieId = reader.Path(Movies.MovieId);
        var tag = (context.Request.RouteValues[_tag.Name] as string ?? "").Trim();
        reader.Check(_tag.Allows(tag), _tag.Name, _tag.Expectation);
        reader.ThrowIfInvalid();
        return (movieId, tag);
    }
}
