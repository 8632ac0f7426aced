using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Database.Movies;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Movies;

/// <summary>GET /movies/{movie_id}: one movie.</summary>
public sealed class GetMovieFunction(FunctionsServer server)
{
    private const string Name = "get_movie";
    private const string Route = "movies/{movie_id}";

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapGet($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .WithMetadata(new EntityTagMetadata())
        .RequireUser()
        .Describe("Show a movie", "One movie of the catalogue.", [MoviePath.Movie])
        .Example(answer:
            """
            {"movie_id": 1, "title": "Toy Story", "year": 1995,
             "genres": ["Adventure", "Animation", "Children", "Comedy", "Fantasy"],
             "imdb_id": "0114709", "tmdb_id": 862, "rating_count": 215, "rating_average": 3.92}
            """)
        .Problems(400, 401, 403, 404);

    private static async Task<Ok<MovieDetails>> HandleAsync(HttpContext context, CallerContext caller, MovieStore movies)
    {
        var reader = new RequestReader(context);
        var reference = reader.PathMovie();
        reader.ThrowIfInvalid();
        var movieId = await caller.FindMovieIdAsync(context, reference);
        var movie = await movies.FindAsync(movieId, context.RequestAborted) ?? throw MoviePath.Unknown(movieId);
        return TypedResults.Ok(movie);
    }
}
