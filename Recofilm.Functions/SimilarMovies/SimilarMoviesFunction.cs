using Microsoft.AspNetCore.Http.HttpResults;
using Recofilm.Core.Online;
using Recofilm.Core.Serving;
using Recofilm.Functions.Authentication;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.SimilarMovies;

/// <summary>GET /movies/{movie_id}/similar: movies like one movie, without those the user knows.</summary>
internal static class SimilarMoviesFunction
{
    private static readonly ChoiceParameter _by = new(
        "by", "What similar means: the same genres, tags and title words (content), or liked by the same people (collaborative).",
        "content", "collaborative");

    /// <summary>Maps the endpoint.</summary>
    public static void MapSimilarMovies(this IEndpointRouteBuilder app) => app
        .MapGet("/movies/{movie_id}/similar", HandleAsync)
        .WithFunction("similar_movies")
        .RequireUserReadByHandler()
        .Describe(
            ApiTags.Recommendations,
            "List similar movies",
            "Movies like this one, without those the user rated or dismissed.",
            [Movies.MovieId, _by, Paging.Limit, Paging.Offset, .. MovieFilters.All, Explanation.Explain])
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
        .Problems(400, 401, 404, 503);

    private static async Task<Ok<RecommendationList>> HandleAsync(HttpContext context, Caller caller, Recommender recommender, ServedLists served)
    {
        var reader = new RequestReader(context);
        var movieId = reader.Path(Movies.MovieId);
        var similarity = reader.Query(_by) == "content" ? Similarity.Content : Similarity.Collaborative;
        var request = new RecommendationRequest
        {
            Limit = reader.Query(Paging.Limit),
            Offset = reader.Query(Paging.Offset),
            Filter = MovieFilters.Read(reader),
            Explain = reader.Query(Explanation.Explain),
        };
        reader.ThrowIfInvalid();

        var model = caller.Model(context);
        request = request with { Filter = request.Filter.Resolve(model.Models.Catalog.Genres) };
        if (!model.Models.Catalog.TryGetIndex(movieId, out _))
            throw Movies.NotInModel(movieId);
        var (userId, history) = await caller.ReadAsync(context);
        var list = recommender.Similar(model, userId, history, movieId, similarity, request);
        served.Add(list, request.Offset);
        return TypedResults.Ok(list);
    }
}
