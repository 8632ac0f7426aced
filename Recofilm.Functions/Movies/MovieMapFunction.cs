using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Serving;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Movies;

/// <summary>GET /movies/map: movies as points of a plane.</summary>
public sealed class MovieMapFunction(FunctionsServer server)
{
    private const string Name = "movie_map";
    private const string Route = "movies/map";

    private static readonly IntegerParameter _limit =
        new("limit", "The largest number of most rated movies.", 1, MovieMap.MaxMovies, Default: 1000);

    private static readonly TextParameter _movieIds = new(
        "movie_id", "Another movie to place; repeat it for several. A movie that is rarely rated is left out.",
        MaximumLength: 10, MaximumCount: 200);

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapGet($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .RequireUser()
        .Describe(
            "Show the map of movies",
            "The most rated movies as points of a plane. Movies that the same people like (collaborative) or that have " +
            "similar content (content) are close.",
            [_limit, _movieIds])
        .Example(answer:
            """
            {"model_version": "20261124T031500Z-1a2b3c4d", "movies": [
              {"movie_id": 1, "title": "Toy Story", "year": 1995, "genres": ["Animation", "Comedy"], "rating_count": 215,
               "collaborative": [0.41, -0.2], "content": [0.35, -0.31]}]}
            """)
        .Problems(400, 401, 403, 503);

    private static async Task<Ok<MovieMapAnswer>> HandleAsync(
        HttpContext context, CallerContext caller, MovieMaps maps, TimeProvider time)
    {
        var reader = new RequestReader(context);
        var limit = reader.Query(_limit);
        int[] movieIds = [.. reader.Query(_movieIds).Select(text => int.TryParse(text, out var movieId) ? movieId : 0)];
        reader.Check(movieIds.All(MoviePath.MovieId.Allows), _movieIds.Name, MoviePath.MovieId.Expectation);
        reader.ThrowIfInvalid();
        var catalog = await caller.CatalogAsync(context);
        using var model = caller.Acquire(context, CallerIdentity.Of(context).UserId);
        var shown = catalog.For(model.Snapshot.Catalog).Select(MovieFilter.All, time.GetUtcNow());
        return TypedResults.Ok(new MovieMapAnswer(
            model.Snapshot.Version.ToString(), maps.Of(model).Take(limit, movieIds, shown)));
    }
}

/// <summary>The answer of GET /movies/map.</summary>
/// <param name="ModelVersion">The model whose factors and content place the movies.</param>
/// <param name="Movies">The movies, most rated first.</param>
internal sealed record MovieMapAnswer(string ModelVersion, IReadOnlyList<PlacedMovie> Movies);
