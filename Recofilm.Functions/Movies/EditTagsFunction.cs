using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Database;
using Recofilm.Core.Database.Movies;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Movies;

/// <summary>PUT and DELETE /movies/{movie_id}/tags/{tag}: changes the tags that the content model reads.</summary>
public sealed class EditTagsFunction(FunctionsServer server)
{
    private const string Name = "edit_tags";
    private const string Route = "movies/{movie_id}/tags/{tag}";

    private static readonly TextParameter _tag = new("tag", "The tag, which may have several words.", MaximumLength: 200);

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", "delete", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapPut($"/{Route}", PutAsync)
            .WithFunction(Name)
            .RequireBackEnd()
            .Describe(
                "Tag a movie", "Gives a movie a tag, which counts after the next training. For operators and services.",
                [MoviePath.Movie, _tag, .. Subjects.All])
            .Problems(400, 401, 403, 404);
        app.MapDelete($"/{Route}", DeleteAsync)
            .WithFunction(Name)
            .RequireBackEnd()
            .Describe(
                "Remove a tag from a movie", "Removes a tag from a movie, no matter who gave it. For operators and services.",
                [MoviePath.Movie, _tag])
            .Problems(400, 401, 403, 404);
    }

    private static async Task<NoContent> PutAsync(
        HttpContext context, CallerContext caller, CatalogStore catalog, TimeProvider time)
    {
        var reader = new RequestReader(context);
        var (movie, tag) = Read(context, reader);
        var subject = reader.ReadSubject(CallerIdentity.Of(context));
        reader.ThrowIfInvalid();
        var userId = await caller.FindIdAsync(context, subject);
        var movieId = await caller.FindMovieIdAsync(context, movie);
        var outcome = await catalog.PutTagAsync(userId, movieId, tag, time.GetUtcNow(), context.RequestAborted);
        return outcome switch
        {
            WriteOutcome.UnknownMovie => throw MoviePath.Unknown(movieId),
            WriteOutcome.UnknownUser => throw CallerContext.Vanished(context, userId),
            _ => TypedResults.NoContent(),
        };
    }

    private static async Task<NoContent> DeleteAsync(HttpContext context, CallerContext caller, CatalogStore catalog)
    {
        var reader = new RequestReader(context);
        var (movie, tag) = Read(context, reader);
        reader.ThrowIfInvalid();
        var movieId = await caller.FindMovieIdAsync(context, movie);
        await catalog.DeleteTagAsync(movieId, tag, context.RequestAborted);
        return TypedResults.NoContent();
    }

    private static (MovieReference Movie, string Tag) Read(HttpContext context, RequestReader reader)
    {
        var movie = reader.PathMovie();
        var tag = PathText.Unescape(context.Request.RouteValues[_tag.Name] as string ?? "").Trim();
        reader.Check(_tag.Allows(tag), _tag.Name, _tag.Expectation);
        return (movie, tag);
    }
}
