using Microsoft.AspNetCore.Http.HttpResults;
using Recofilm.Core.Database.Movies;
using Recofilm.Functions.Authentication;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.EditMovie;

/// <summary>PUT and DELETE /movies/{movie_id}: what the catalogue has.</summary>
internal static class EditMovieFunction
{
    private const string Route = "/movies/{movie_id}";
    private const string Function = "edit_movie";

    private static readonly TextParameter _title = new("title", "", MaximumLength: 300);
    private static readonly TextParameter _genres = new("genres", "", MaximumLength: 50, MaximumCount: 20);

    /// <summary>Maps the endpoints.</summary>
    public static void MapEditMovie(this IEndpointRouteBuilder app)
    {
        app.MapPut(Route, PutAsync)
            .WithFunction(Function)
            .RequireOperator()
            .Describe(
                ApiTags.Movies,
                "Add or change a movie",
                "Replaces all that is known of a movie, or adds it. Searches find it at once; lists may show it from the next training " +
                "on. For operators.",
                [Movies.MovieId])
            .Example(
                request: """{"title": "Toy Story", "year": 1995, "genres": ["Animation", "Comedy"], "imdb_id": "0114709", "tmdb_id": 862}""",
                answer:
                """
                {"movie_id": 1, "title": "Toy Story", "year": 1995, "genres": ["Animation", "Comedy"], "imdb_id": "0114709",
                 "tmdb_id": 862, "rating_count": 0, "rating_average": null}
                """)
            .Produces<MovieDetails>(StatusCodes.Status201Created)
            .Problems(400, 401, 403, 413, 415);
        app.MapDelete(Route, DeleteAsync)
            .WithFunction(Function)
            .RequireOperator()
            .Describe(
                ApiTags.Movies,
                "Remove a movie",
                "Removes a movie with its ratings and tags, if there is one. No list shows it from the next request on. For operators.",
                [Movies.MovieId])
            .Problems(400, 401, 403);
    }

    private static async Task<Results<Ok<MovieDetails>, Created<MovieDetails>>> PutAsync(
        HttpContext context, Body<MovieBody> body, CatalogStore catalog, MovieStore movies)
    {
        var reader = new RequestReader(context);
        var movieId = reader.Path(Movies.MovieId);
        var movie = body.Value;
        reader.Check(_title.Allows(movie.Title) && movie.Title.Trim().Length > 0, _title.Name, _title.Expectation);
        reader.Check(movie.Year is null or (>= 1800 and <= 2200), "year", "must be an integer from 1800 to 2200");
        var genres = reader.Field(_genres, movie.Genres);
        reader.Check(
            movie.ImdbId is null || (movie.ImdbId.Length is >= 1 and <= 10 && movie.ImdbId.All(char.IsAsciiDigit)), "imdb_id",
            "must be 1 to 10 digits");
        reader.Check(movie.TmdbId is null or > 0, "tmdb_id", "must be an integer from 1");
        reader.ThrowIfInvalid();

        string[] distinct = [.. genres.Select(genre => genre.Trim()).Where(genre => genre.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase)];
        var created = await catalog.PutAsync(
            new MovieEntry(movieId, movie.Title.Trim(), movie.Year, distinct, movie.ImdbId, movie.TmdbId), context.RequestAborted);
        var details = await movies.FindAsync(movieId, context.RequestAborted) ?? throw Movies.Unknown(movieId);
        return created ? TypedResults.Created($"/movies/{movieId}", details) : TypedResults.Ok(details);
    }

    private static async Task<NoContent> DeleteAsync(HttpContext context, CatalogStore catalog, TimeProvider time)
    {
        var reader = new RequestReader(context);
        var movieId = reader.Path(Movies.MovieId);
        reader.ThrowIfInvalid();
        await catalog.DeleteAsync(movieId, time.GetUtcNow(), context.RequestAborted);
        return TypedResults.NoContent();
    }
}
