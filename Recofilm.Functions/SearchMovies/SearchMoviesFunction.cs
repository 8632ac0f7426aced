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

    private static async Task<Ok<MoviePage>> HandleAsync(HttpContext context, MovieStore movies, CatalogStore catalog, ModelHolder models)
    {
        var reader = new RequestReader(context);
        var title = reader.Query(_title);
        var filter = MovieFilters.Read(reader);
        var limit = reader.Query(Paging.Limit);
        var offset = reader.Query(Paging.Offset);
        reader.ThrowIfInvalid();

        // As the model spells them; genres that came after it, as the catalogue does.
        var genres = models.Current?.Models.Catalog.Genres ?? [];
        if (filter.Genres.Concat(filter.ExcludedGenres).Any(genre => !genres.Contains(genre.Trim(), StringComparer.OrdinalIgnoreCase)))
            genres = await catalog.ListGenresAsync(context.RequestAborted);
        filter = filter.Resolve(genres);
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
