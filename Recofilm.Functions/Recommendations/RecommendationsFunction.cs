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

/// <summary>GET /recommendations: movies that the user may like, from the ratings of all users.</summary>
public sealed class RecommendationsFunction(FunctionsServer server)
{
    private const string Name = "recommendations";
    private const string Route = "recommendations";

    private static readonly ShareParameter _diversity =
        new("diversity", "The diversity of the list, from 0 (by score alone) to 1.", Default: 0);

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapGet($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .RequireUserReadByHandler()
        .Describe(
            "Recommend movies",
            "The best movies for the user by the ratings of all users. Ratings given a moment ago count. Movies that the user " +
            "rated or dismissed never appear. A user without ratings gets popular movies (strategy \"popularity\").",
            [Paging.Limit, Paging.Offset, .. MovieFilters.All, _diversity, ExplainParameter.Explain, .. Subjects.All])
        .Example(answer:
            """
            {
              "recommendation_id": "019ab5f0-7a3c-7c11-9d2e-5b1f0c8a4e77", "user_id": 611, "strategy": "collaborative",
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
        var filter = MovieFilters.Read(reader);
        var request = new RecommendationRequest
        {
            Limit = reader.Query(Paging.Limit),
            Offset = reader.Query(Paging.Offset),
            Diversity = (float)reader.Query(_diversity),
            Explain = reader.Query(ExplainParameter.Explain),
        };
        var subject = reader.ReadSubject(CallerIdentity.Of(context));
        reader.ThrowIfInvalid();

        var user = await caller.ReadAsync(context, subject);
        using var model = caller.Acquire(context, user.UserId);
        request = request with { Filter = await caller.ResolveAsync(context, model.Snapshot, filter) };
        var list = recommender.Collaborative(model, user.UserId, user, request);
        served.Add(list, request.Offset);
        return TypedResults.Ok(list.Identify(user, await caller.CatalogAsync(context)) with
        {
            Next = Paging.NextOf(context.Request, request.Offset, request.Limit, total: null, list.Recommendations.Count),
        });
    }
}
