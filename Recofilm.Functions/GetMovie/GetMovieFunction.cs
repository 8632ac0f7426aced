using Microsoft.AspNetCore.Http.HttpResults;
using Recofilm.Core.Database.Movies;
using Recofilm.Functions.Authentication;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.GetMovie;

/// <summary>GET /movies/{movie_id}: one movie.</summary>
internal static class GetMovieFunction
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapGetMovie(this IEndpointRouteBuilder app) => app
        .MapGet("/movies/{movie_id}", HandleAsync)
        .WithFunction("get_movie")
        .RequireUser()
        .Describe(ApiTags.Movies, "Show a movie", "One movie of the catalogue.", [Movies.MovieId])
        .Example(answer:
            """
            {"movie_id": 1, "title": "Toy Story", "year": 1995, "genres": ["Adventure", "Animation", "Children", "Comedy", "Fantasy"],
             "imdb_id": "0114709", "tmdb_id": 862, "rating_count": 215, "rating_average": 3.92}
            """)
        .Problems(400, 401, 404);

    private static async Task<Ok<MovieDetails>> HandleAsync(HttpContext context, MovieStore movies)
    {
        var reader = new RequestReader(context);
        var movieId = reader.Path(Movies.MovieId);
        reader.ThrowIfInvalid();
        var movie = await movies.FindAsync(movieId, context.RequestAborted) ?? throw Movies.Unknown(movieId);
        return TypedResults.Ok(movie);
    }
}
