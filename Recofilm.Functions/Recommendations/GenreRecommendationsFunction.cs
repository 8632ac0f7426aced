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

/// <summary>POST /genre_recommendations: the best movies of some genres, for new users.</summary>
public sealed class GenreRecommendationsFunction(FunctionsServer server)
{
    private const string Name = "genre_recommendations";
    private const string Route = "genre_recommendations";

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapPost($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .RequireUserReadByHandler()
        .Describe(
            "Recommend by genres",
            "The best movies of the wanted genres: those with all of them first, then those with any. Each group is ordered by " +
            "average rating, damped for movies with few ratings.",
            [.. Subjects.All])
        .Example(request: """{"genres": ["Sci-Fi", "Adventure"], "exclude_genres": ["Horror"], "limit": 5}""", answer:
            """
            {
              "recommendation_id": "019ab5f0-7a3c-7c11-9d2e-5b1f0c8a4e77", "user_id": 611, "strategy": "genres",
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
        .Problems(400, 401, 403, 404, 413, 415, 503);

    private static async Task<Ok<RecommendationList>> HandleAsync(
        HttpContext context, Body<GenreBody> body, CallerContext caller, Recommender recommender, Impressions served)
    {
        var reader = new RequestReader(context);
        var given = body.Read(reader);
        var filter = MovieFilters.Read(reader, given, given.Genres);
        var request = new RecommendationRequest
        {
            Limit = reader.Field(Paging.Limit, given.Limit),
            Offset = reader.Field(Paging.Offset, given.Offset),
        };
        var subject = reader.ReadSubject(CallerIdentity.Of(context));
        reader.ThrowIfInvalid();

        var user = await caller.ReadAsync(context, subject);
        using var model = caller.Acquire(context, user.UserId);
        request = request with { Filter = await caller.ResolveAsync(context, model.Snapshot, filter) };
        var list = recommender.ByGenres(model, user.UserId, user, request);
        served.Add(list, request.Offset);
        return TypedResults.Ok(list.Identify(user, await caller.CatalogAsync(context)));
    }
}
