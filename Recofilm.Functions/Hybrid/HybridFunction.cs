using Microsoft.AspNetCore.Http.HttpResults;
using Recofilm.Core.Database.Users;
using Recofilm.Core.Online;
using Recofilm.Core.Serving;
using Recofilm.Functions.Authentication;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.Hybrid;

/// <summary>POST /hybrid: by ratings and content together, from the whole profile or like one movie for this user.</summary>
internal static class HybridFunction
{
    private static readonly TextParameter _title = new("title", "", MaximumLength: 300);
    private static readonly TextParameter _genres = new("genres", "", MaximumLength: 50, MaximumCount: 20);
    private static readonly TextParameter _excludedGenres = new("excluded_genres", "", MaximumLength: 50, MaximumCount: 20);
    private const string ShareExpectation = "must be a number from 0 to 1";

    /// <summary>Maps the endpoint.</summary>
    public static void MapHybrid(this IEndpointRouteBuilder app) => app
        .MapPost("/hybrid", HandleAsync)
        .WithFunction("hybrid")
        .RequireUserReadByHandler()
        .Describe(
            ApiTags.Recommendations,
            "Recommend by ratings and content",
            "Combines the ratings of all users with genres, tags and titles. With a title or movie_id: movies like that one, " +
            "for this user; \"like\" tells which movie the title was taken for.")
        .Example(request: """{"title": "The Matrix", "weight": 0.6, "limit": 5}""", answer:
            """
            {
              "recommendation_id": "019ab5f0-7a3c-7c11-9d2e-5b1f0c8a4e77", "user_id": 611, "strategy": "hybrid",
              "model_version": "20261124T031500Z-1a2b3c4d", "generated_at": "2026-11-24T12:00:00Z",
              "like": {"movie_id": 2571, "title": "Matrix, The", "year": 1999},
              "recommendations": [
                {
                  "movie_id": 260, "title": "Star Wars: Episode IV - A New Hope", "year": 1977,
                  "genres": ["Action", "Adventure", "Sci-Fi"], "score": 0.93, "predicted_rating": 4.6,
                  "reasons": [], "components": null, "explained": null, "shared": null
                }
              ]
            }
            """)
        .Problems(400, 401, 404, 413, 415, 503);

    private static async Task<Ok<HybridList>> HandleAsync(
        HttpContext context, Body<HybridBody> body, Caller caller, Recommender recommender, ServedLists served)
    {
        var request = Read(new RequestReader(context), body.Value);
        var model = caller.Model(context);
        var genres = model.Models.Catalog.Genres;
        request = request with
        {
            Filter = request.Filter with
            {
                Genres = Genres.Resolve(request.Filter.Genres, genres, _genres.Name),
                ExcludedGenres = Genres.Resolve(request.Filter.ExcludedGenres, genres, _excludedGenres.Name),
            },
        };
        var (userId, history, anchor) = await ReadAsync(context, body.Value, caller);
        if (anchor is { } movieId && !model.Models.Catalog.TryGetIndex(movieId, out _))
            throw Movies.NotInModel(movieId);

        request = request with { AnchorMovieId = anchor };
        var list = recommender.Hybrid(model, userId, history, request);
        served.Add(list, request.Offset);
        return TypedResults.Ok(new HybridList(
            list.RecommendationId, list.UserId, list.Strategy, list.ModelVersion, list.GeneratedAt,
            Describe(model, request.AnchorMovieId), list.Recommendations));
    }

    private static HybridRequest Read(RequestReader reader, HybridBody body)
    {
        reader.Check(body.Title is null || _title.Allows(body.Title), _title.Name, _title.Expectation);
        reader.Check(body.Title is null || body.MovieId is null, "movie_id", "must not be given together with title");
        reader.Check(body.MovieId is null || Movies.MovieId.Allows(body.MovieId.Value), "movie_id", Movies.MovieId.Expectation);
        reader.Check(body.Weight is null || ShareParameter.Allows(body.Weight.Value), "weight", ShareExpectation);
        reader.Check(body.Diversity is null || ShareParameter.Allows(body.Diversity.Value), "diversity", ShareExpectation);
        var request = new HybridRequest
        {
            Weight = (float?)body.Weight,
            Limit = reader.Field(Paging.Limit, body.Limit),
            Offset = reader.Field(Paging.Offset, body.Offset),
            Diversity = (float)(body.Diversity ?? 0),
            Explain = body.Explain ?? false,
            Filter = MovieFilters.ReadYears(reader, body.MinYear, body.MaxYear) with
            {
                Genres = reader.Field(_genres, body.Genres),
                ExcludedGenres = reader.Field(_excludedGenres, body.ExcludedGenres),
            },
        };
        reader.ThrowIfInvalid();
        return request;
    }

    private static async Task<(int UserId, UserHistory History, int? Anchor)> ReadAsync(
        HttpContext context, HybridBody body, Caller caller)
    {
        if (body.Title is { } title)
            return await caller.ReadAsync(context, title);
        var (userId, history) = await caller.ReadAsync(context);
        return (userId, history, body.MovieId);
    }

    private static LikedMovie? Describe(ModelSnapshot model, int? movieId)
    {
        if (movieId is null)
            return null;
        var movie = model.Models.Catalog[model.IndexOf(movieId.Value)];
        return new LikedMovie(movie.MovieId, movie.Title, movie.Year);
    }
}
