using Microsoft.AspNetCore.Http.HttpResults;
using Recofilm.Core.Online;
using Recofilm.Core.Serving;
using Recofilm.Functions.Authentication;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.Recommendations;

/// <summary>GET /recommendations: what the user may like, from the ratings of all users.</summary>
internal static class RecommendationsFunction
{
    private static readonly ShareParameter _diversity =
        new("diversity", "How unlike each other the movies should be: 0, by score alone, to 1.", Default: 0);

    /// <summary>Maps the endpoint.</summary>
    public static void MapRecommendations(this IEndpointRouteBuilder app) => app
        .MapGet("/recommendations", HandleAsync)
        .WithFunction("recommendations")
        .RequireUserReadByHandler()
        .Describe(
            ApiTags.Recommendations,
            "Recommend movies",
            "The best movies for the user by the ratings of all users. Ratings given a moment ago count. Movies that the user " +
            "rated or dismissed never appear. A user without ratings gets what most people like (strategy \"popularity\").",
            [Paging.Limit, Paging.Offset, .. MovieFilters.All, _diversity, Explanation.Explain])
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
        .Problems(400, 401, 503);

    private static async Task<Ok<RecommendationList>> HandleAsync(HttpContext context, Caller caller, Recommender recommender, ServedLists served)
    {
        var reader = new RequestReader(context);
        var request = new RecommendationRequest
        {
            Limit = reader.Query(Paging.Limit),
            Offset = reader.Query(Paging.Offset),
            Filter = MovieFilters.Read(reader),
            Diversity = (float)reader.Query(_diversity),
            Explain = reader.Query(Explanation.Explain),
        };
        reader.ThrowIfInvalid();

        var model = caller.Model(context);
        request = request with { Filter = request.Filter.Resolve(model.Models.Catalog.Genres) };
        var (userId, history) = await caller.ReadAsync(context);
        var list = recommender.Collaborative(model, userId, history, request);
        served.Add(list, request.Offset);
        return TypedResults.Ok(list);
    }
}
