using Microsoft.AspNetCore.Http.HttpResults;
using Recofilm.Core.Database.Movies;
using Recofilm.Core.Serving;
using Recofilm.Functions.Authentication;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.SearchMovies;

/// <summary>GET /movies: search by title, genre and year.</summary>
internal static class SearchMoviesFunction
{
    private static readonly TextParameter _title =
        new("title", "Words of the title, whole or in part, also misspelt. Left out: all movies, most rated first.", MaximumLength: 200);

    /// <summary>Maps the endpoint.</summary>
    public static void MapSearchMovies(this IEndpointRouteBuilder app) => app
        .MapGet("/movies", HandleAsync)
        .WithFunction("search_movies")
        .RequireUser()
        .Describe(
            ApiTags.Movies,
            "Search movies", "Movies by title, genre and year, those that fit best first.",
            [_title, .. MovieFilters.All, Paging.Limit, Paging.Offset])
        .Example(answer:
            """
            {"movies": [{"movie_id": 1, "title": "Toy Story", "year": 1995, "genres": ["Adventure", "Animation", "Children", "Comedy", "Fantasy"],
             "imdb_id": "0114709", "tmdb_id": 862, "rating_count": 215, "rating_average": 3.92}], "total": 1, "limit": 10, "offset": 0}
            """)
        .Problems(400, 401);

    private static async Task<Ok<MoviePage>> HandleAsync(HttpContext context, MovieStore movies, ModelHolder models)
    {
        var reader = new RequestReader(context);
        var title = reader.Query(_title);
        var filter = MovieFilters.Read(reader);
        var limit = reader.Query(Paging.Limit);
        var offset = reader.Query(Paging.Offset);
        reader.ThrowIfInvalid();

        // Without a model the catalogue's spelling of genres is not at hand, and the client's must do.
        if (models.Current is { } model)
            filter = filter.Resolve(model.Models.Catalog.Genres);
        var page = await movies.SearchAsync(
            new MovieQuery
            {
                Text = title.FirstOrDefault(),
                Genres = filter.Genres,
                ExcludedGenres = filter.ExcludedGenres,
                MinYear = filter.MinYear,
                MaxYear = filter.MaxYear,
                Limit = limit,
                Offset = offset,
            },
            context.RequestAborted);
        return TypedResults.Ok(new MoviePage(page.Items, page.Total, limit, offset));
    }
}
