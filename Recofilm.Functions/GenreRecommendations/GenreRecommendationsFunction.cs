using Microsoft.AspNetCore.Http.HttpResults;
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
        .Problems(400, 401, 413, 415, 503);

    private static async Task<Ok<RecommendationList>> HandleAsync(
        HttpContext context, Body<GenreBody> body, Caller caller, Recommender recommender)
    {
        var reader = new RequestReader(context);
        var wanted = reader.Field(_genres, body.Value.Genres);
        var excluded = reader.Field(_excludedGenres, body.Value.ExcludedGenres);
        var limit = reader.Field(Paging.Limit, body.Value.Limit);
        var offset = reader.Field(Paging.Offset, body.Value.Offset);
        reader.Check(wanted.Count > 0, _genres.Name, "must name at least one genre");
        reader.ThrowIfInvalid();

        var model = caller.Model(context);
        var known = model.Models.Catalog.Genres;
        var request = new RecommendationRequest
        {
            Limit = limit,
            Offset = offset,
            Filter = new MovieFilter
            {
                Genres = Genres.Resolve(wanted, known, _genres.Name),
                ExcludedGenres = Genres.Resolve(excluded, known, _excludedGenres.Name),
            },
        };
        var (userId, history) = await caller.ReadAsync(context);
        return TypedResults.Ok(recommender.ByGenres(model, userId, history, request));
    }
}
