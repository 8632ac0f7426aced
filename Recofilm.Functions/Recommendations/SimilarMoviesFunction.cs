using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Feedback;
using Recofilm.Core.Serving;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Recommendations;

/// <summary>GET /movies/{movie_id}/similar: movies like one movie, without those that the user knows.</summary>
public sealed class SimilarMoviesFunction(FunctionsServer server)
{
    private const string Name = "similar_movies";
    private const string Route = "movies/{movie_id}/similar";

    private static readonly ChoiceParameter _by = new(
        "by",
        "The kind of similarity: the same genres, tags and title words (content), or liked by the same people (collaborative).",
        "content", "collaborative");

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapGet($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .RequireUserReadByHandler()
        .Describe(
            "List similar movies",
            "Movies like this one, without those that the user rated or dismissed.",
            [MoviePath.Movie, _by, Paging.Limit, Paging.Offset, .. MovieFilters.All, ExplainParameter.Explain, .. Subjects.All])
        .Example(answer:
            """
            {
              "recommendation_id": "019ab5f0-7a3c-7c11-9d2e-5b1f0c8a4e77", "user_id": 611, "strategy": "similar",
              "model_version": "20261124T031500Z-1a2b3c4d", "generated_at": "2026-11-24T12:00:00Z",
              "recommendations": [
                {
                  "movie_id": 260, "title": "Star Wars: Episode IV - A New Hope", "year": 1977,
                  "genres": ["Action", "Adventure", "Sci-Fi"], "score": 0.93, "predicted_rating": 4.6,
                  "reasons": [], "components": null, "explained": null, "shared": null
                }
              ]
            }
            """)
        .Problems(400, 401, 403, 404, 503);

    private static async Task<Ok<RecommendationList>> HandleAsync(
        HttpContext context, CallerContext caller, Recommender recommender, Impressions served)
    {
        var reader = new RequestReader(context);
        var movie = reader.PathMovie();
        var similarity = reader.Query(_by) == "content" ? Similarity.Content : Similarity.Collaborative;
        var filter = MovieFilters.Read(reader);
        var request = new RecommendationRequest
        {
            Limit = reader.Query(Paging.Limit),
            Offset = reader.Query(Paging.Offset),
            Explain = reader.Query(ExplainParameter.Explain),
        };
        var subject = reader.ReadSubject(CallerIdentity.Of(context));
        reader.ThrowIfInvalid();

        var movieId = await caller.FindMovieIdAsync(context, movie);
        var user = await caller.ReadAsync(context, subject);
        using var model = caller.Acquire(context, user.UserId);
        request = request with { Filter = await caller.ResolveAsync(context, model.Snapshot, filter) };
        if (!model.Snapshot.Catalog.TryGetIndex(movieId, out _))
            throw MoviePath.NotInModel(movieId);
        var list = recommender.Similar(model, user.UserId, user, movieId, similarity, request);
        served.Add(list, request.Offset);
        return TypedResults.Ok(list.Identify(user, await caller.CatalogAsync(context)) with
        {
            Next = Paging.NextOf(context.Request, request.Offset, request.Limit, total: null, list.Recommendations.Count),
        });
    }
}
