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

/// <summary>GET /movies: search by title, genre and year.</summary>
public sealed class SearchMoviesFunction(FunctionsServer server)
{
    private const string Name = "search_movies";
    private const string Route = "movies";

    private static readonly TextParameter _title =
        new("title", "Words of the title, whole, partial or misspelt. Default: all, most rated first.", MaximumLength: 200);

    private static readonly TextParameter _externalId = new(
        "external_id", "The movie with this external identifier.", ExternalIds.MaximumLength);

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapGet($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .WithMetadata(new EntityTagMetadata())
        .RequireUser()
        .Describe(
            "Search movies", "Finds movies by title, genre and year, the best match first.",
            [_title, _externalId, .. MovieFilters.All, Paging.Limit, Paging.RowOffset])
        .Example(answer:
            """
            {"movies": [{"movie_id": 1, "title": "Toy Story", "year": 1995,
             "genres": ["Adventure", "Animation", "Children", "Comedy", "Fantasy"],
             "imdb_id": "0114709", "tmdb_id": 862, "rating_count": 215, "rating_average": 3.92}],
             "total": 1, "limit": 10, "offset": 0, "next": null}
            """)
        .Problems(400, 401, 403);

    private static async Task<Ok<MoviePage>> HandleAsync(
        HttpContext context, CallerContext caller, MovieStore movies, CatalogStore catalog, ModelHolder models, TimeProvider time)
    {
        var reader = new RequestReader(context);
        var title = reader.Query(_title).FirstOrDefault();
        var externalId = reader.Query(_externalId).FirstOrDefault();
        var requested = MovieFilters.Read(reader);
        var limit = reader.Query(Paging.Limit);
        var offset = reader.Query(Paging.RowOffset);
        reader.ThrowIfInvalid();

        // The model's spelling comes first; genres newer than the model have the catalogue's.
        var genres = models.Champion?.Catalog.Genres ?? [];
        var named = requested.Filter.Genres.Concat(requested.Filter.ExcludedGenres);
        if (named.Any(genre => !genres.Contains(genre.Trim(), StringComparer.OrdinalIgnoreCase)))
            genres = await catalog.ListGenresAsync(context.RequestAborted);
        var filter = requested.Resolve(genres, await caller.CatalogAsync(context));
        var page = await movies.SearchAsync(
            new MovieQuery
            {
                Text = title,
                ExternalId = externalId,
                Genres = filter.Genres,
                ExcludedGenres = filter.ExcludedGenres,
                MinYear = filter.MinYear,
                MaxYear = filter.MaxYear,
                // Operators and services manage the catalogue, so they must find hidden movies.
                AvailableAt = CallerIdentity.Of(context).ActsForUsers ? null : time.GetUtcNow(),
                Country = filter.Country,
                MaxMaturityAge = filter.MaxMaturityAge,
                Language = filter.Language,
                MinRuntime = filter.MinRuntime,
                MaxRuntime = filter.MaxRuntime,
                Person = filter.Person,
                IncludedMovieIds = filter.IncludedMovieIds,
                ExcludedMovieIds = filter.ExcludedMovieIds,
                Limit = limit,
                Offset = offset,
            },
            context.RequestAborted);
        return TypedResults.Ok(new MoviePage(
            page.Items, page.Total, limit, offset, Paging.NextOf(context.Request, offset, limit, page.Total, page.Items.Count)));
    }
}
