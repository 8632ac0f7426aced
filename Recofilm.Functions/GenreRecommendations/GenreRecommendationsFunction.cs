using Microsoft.AspNetCore.Http.HttpResults;
using Recofilm.Core.Online;
using Recofilm.Core.Serving;
using Recofilm.Functions.Authentication;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.GenreRecommendations;

/// <summary>POST /genre_recommendations: the best movies of some genres, for users of whom nothing else is known.</summary>
internal static class GenreRecommendationsFunction
{
    private static readonly TextParameter _genres = new("genres", "", MaximumLength: 50, MaximumCount: 20);
    private static readonly TextParameter _excludedGenres = new("excluded_genres", "", MaximumLength: 50, MaximumCount: 20);

    /// <summary>Maps the endpoint.</summary>
    public static void MapGenreRecommendations(this IEndpointRouteBuilder app) => app
        .MapPost("/genre_recommendations", HandleAsync)
        .WithFunction("genre_recommendations")
        .RequireUserReadByHandler()
        .Describe(
            ApiTags.Recommendations,
            "Recommend by genres",
            "The best movies of the wanted genres: those with all of them first, then those with any, each by an average rating " +
            "that needs many votes to be believed.")
        .Example(request: """{"genres": ["Sci-Fi", "Adventure"], "excluded_genres": ["Horror"], "limit": 5}""", answer:
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
        .Problems(400, 401, 413, 415, 503);

    private static async Task<Ok<RecommendationList>> HandleAsync(
        HttpContext context, Body<GenreBody> body, Caller caller, Recommender recommender, ServedLists served)
    {
        var reader = new RequestReader(context);
        var wanted = reader.Field(_genres, body.Value.Genres);
        var excluded = reader.Field(_excludedGenres, body.Value.ExcludedGenres);
        var limit = reader.Field(Paging.Limit, body.Value.Limit);
        var offset = reader.Field(Paging.Offset, body.Value.Offset);
        var years = MovieFilters.ReadYears(reader, body.Value.MinYear, body.Value.MaxYear);
        reader.Check(wanted.Count > 0, _genres.Name, "must name at least one genre");
        reader.ThrowIfInvalid();

        var model = caller.Model(context);
        var known = model.Models.Catalog.Genres;
        var request = new RecommendationRequest
        {
            Limit = limit,
            Offset = offset,
            Filter = years with
            {
                Genres = Genres.Resolve(wanted, known, _genres.Name),
                ExcludedGenres = Genres.Resolve(excluded, known, _excludedGenres.Name),
            },
        };
        var (userId, history) = await caller.ReadAsync(context);
        var list = recommender.ByGenres(model, userId, history, request);
        served.Add(list, request.Offset);
        return TypedResults.Ok(list);
    }
}
