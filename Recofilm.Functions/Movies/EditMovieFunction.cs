using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Database.Movies;
using Recofilm.Core.Serving;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Movies;

/// <summary>PUT and DELETE /movies/{movie_id}: changes the catalogue.</summary>
public sealed class EditMovieFunction(FunctionsServer server)
{
    private const string Name = "edit_movie";
    private const string Route = "movies/{movie_id}";

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
                "Add or change a movie",
                "Replaces the whole entry of a movie, or adds it. Searches find it at once; lists may show it after the next " +
                "training. For operators and services.",
                [MoviePath.Movie])
            .Example(
                request:
                """
                {"title": "Toy Story", "year": 1995, "genres": ["Animation", "Comedy"], "imdb_id": "0114709", "tmdb_id": 862}
                """,
                answer:
                """
                {"movie_id": 1, "title": "Toy Story", "year": 1995, "genres": ["Animation", "Comedy"], "imdb_id": "0114709",
                 "tmdb_id": 862, "rating_count": 0, "rating_average": null}
                """)
            .Produces<MovieDetails>(StatusCodes.Status201Created)
            .Problems(400, 401, 403, 404, 409, 413, 415);
        app.MapDelete($"/{Route}", DeleteAsync)
            .WithFunction(Name)
            .RequireBackEnd()
            .Describe(
                "Remove a movie",
                "Removes a movie with its ratings and tags, if it exists. No list shows it from the next request " +
                "on. For operators and services.",
                [MoviePath.Movie])
            .Problems(400, 401, 403, 404);
    }

    private static async Task<Results<Ok<MovieDetails>, Created<MovieDetails>>> PutAsync(
        HttpContext context, Body<MovieBody> body, CallerContext caller, CatalogStore catalog, MovieStore movies,
        LiveCatalog live)
    {
        var reader = new RequestReader(context);
        var reference = reader.PathMovie();
        var entry = body.Read(reader).Read(reader);
        reader.ThrowIfInvalid();

        var movieId = await caller.FindMovieIdAsync(context, reference);
        entry = entry with { MovieId = movieId, ExternalId = entry.ExternalId ?? reference.ExternalId };
        var created = await catalog.PutAsync(entry, context.RequestAborted) ?? throw new ProblemException(new Problem(
            ProblemType.ExternalIdTaken, $"Another movie has the external_id \"{entry.ExternalId}\".",
            new FieldError("external_id", "belongs to another movie")));
        await live.RefreshAsync(context.RequestAborted);
        var details = await movies.FindAsync(movieId, context.RequestAborted) ?? throw MoviePath.Unknown(movieId);
        return created ? TypedResults.Created($"/movies/{movieId}", details) : TypedResults.Ok(details);
    }

    private static async Task<NoContent> DeleteAsync(
        HttpContext context, CallerContext caller, CatalogStore catalog, LiveCatalog live, TimeProvider time)
    {
        var reader = new RequestReader(context);
        var reference = reader.PathMovie();
        reader.ThrowIfInvalid();
        if (await caller.TryFindMovieIdAsync(context, reference) is { } movieId)
        {
            await catalog.DeleteAsync(movieId, time.GetUtcNow(), context.RequestAborted);
            await live.RefreshAsync(context.RequestAborted);
        }

        return TypedResults.NoContent();
    }
}
