using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Database.Movies;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Movies;

/// <summary>GET /movies/{movie_id}/audience: the ratings and tags of a movie, with the user's own rating.</summary>
public sealed class MovieAudienceFunction(FunctionsServer server)
{
    private const string Name = "movie_audience";
    private const string Route = "movies/{movie_id}/audience";

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapGet($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .RequireUser()
        .Describe(
            "Show what people think of a movie",
            "The count of each rating, the most frequent tags, and the user's own rating and dismissal. Counted at each request.",
            [MoviePath.Movie, .. Subjects.All])
        .Example(answer:
            """
            {"movie_id": 1, "ratings": [{"rating": 3, "count": 40}, {"rating": 4, "count": 96}, {"rating": 5, "count": 79}],
             "liked_share": 0.81, "tags": [{"tag": "pixar", "count": 12}], "own_rating": 4.5, "dismissed": false}
            """)
        .Problems(400, 401, 403, 404);

    private static async Task<Ok<MovieAudience>> HandleAsync(
        HttpContext context, CallerContext caller, MovieAudienceStore audiences)
    {
        var reader = new RequestReader(context);
        var movie = reader.PathMovie();
        var subject = reader.ReadSubject(CallerIdentity.Of(context));
        reader.ThrowIfInvalid();
        var userId = await caller.FindIdAsync(context, subject);
        var movieId = await caller.FindMovieIdAsync(context, movie);
        var audience = await audiences.FindAsync(movieId, userId, context.RequestAborted);
        return TypedResults.Ok(audience ?? throw MoviePath.Unknown(movieId));
    }
}
