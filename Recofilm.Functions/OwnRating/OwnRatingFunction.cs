using Microsoft.AspNetCore.Http.HttpResults;
using Recofilm.Core.Database;
using Recofilm.Core.Database.Ratings;
using Recofilm.Core.Database.Users;
using Recofilm.Core.Online;
using Recofilm.Core.Serving;
using Recofilm.Functions.Authentication;
using Recofilm.Functions.Errors;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.OwnRating;

/// <summary>GET, PUT and DELETE /ratings/{movie_id}: the user's rating of one movie.</summary>
internal static class OwnRatingFunction
{
    private const string Route = "/ratings/{movie_id}";
    private const string Function = "own_rating";

    /// <summary>Maps the endpoints.</summary>
    public static void MapOwnRating(this IEndpointRouteBuilder app)
    {
        app.MapGet(Route, GetAsync)
            .WithFunction(Function)
            .RequireUser()
            .Describe(ApiTags.Ratings, "Show own rating", "The user's rating of a movie.", [Movies.MovieId])
            .Example(answer:
            """
            {"movie_id": 1, "title": "Toy Story", "year": 1995, "rating": 4.5, "rated_at": "2026-11-24T12:00:00Z"}
            """)
            .Problems(400, 401, 404);
        app.MapPut(Route, PutAsync)
            .WithFunction(Function)
            .RequireUserReadByHandler()
            .Describe(
                ApiTags.Ratings,
                "Rate a movie", "Gives a movie a rating, in place of an earlier one. It counts in the next recommendations.",
                [Movies.MovieId])
            .Example(request: """{"rating": 4.5}""", answer:
            """
            {"movie_id": 1, "rating": 4.5, "rated_at": "2026-11-24T12:00:00Z"}
            """)
            .Produces<RatingAnswer>(StatusCodes.Status201Created)
            .Problems(400, 401, 404, 413, 415);
        app.MapDelete(Route, DeleteAsync)
            .WithFunction(Function)
            .RequireUser()
            .Describe(ApiTags.Ratings, "Take a rating back", "Removes the user's rating of a movie, if there is one.", [Movies.MovieId])
            .Problems(400, 401);
    }

    private static async Task<Ok<UserRating>> GetAsync(HttpContext context, RatingStore ratings)
    {
        var movieId = ReadMovieId(context);
        var rating = await ratings.FindAsync(CurrentUser.Of(context).UserId, movieId, context.RequestAborted);
        return TypedResults.Ok(rating ?? throw new ProblemException(
            new Problem(ProblemType.UnknownRating, $"The user has not rated movie {movieId}.")));
    }

    private static async Task<Results<Ok<RatingAnswer>, Created<RatingAnswer>>> PutAsync(
        HttpContext context, Body<RatingBody> body, Caller caller, RatingStore ratings, OnlineMetrics metrics,
        TimeProvider time)
    {
        var reader = new RequestReader(context);
        var movieId = reader.Path(Movies.MovieId);
        var rating = (float)body.Value.Rating;
        reader.Check(
            body.Value.Rating == rating && RatingStore.IsRating(rating), "rating", "must be from 0.5 to 5 in steps of 0.5");
        reader.ThrowIfInvalid();

        var (userId, history) = await caller.ReadAsync(context);
        var now = time.GetUtcNow();
        var answer = new RatingAnswer(movieId, rating, now);
        var prediction = Predict(caller.ModelIfLoaded(context), history, movieId, now);
        var outcome = await ratings.PutAsync(userId, movieId, rating, now, prediction, context.RequestAborted);
        if (outcome is WriteOutcome.Created or WriteOutcome.Updated)
            metrics.RatingsIngested(1, "put");
        return outcome switch
        {
            WriteOutcome.Created => TypedResults.Created($"/ratings/{movieId}", answer),
            WriteOutcome.Updated => TypedResults.Ok(answer),
            WriteOutcome.UnknownMovie => throw Movies.Unknown(movieId),
            _ => throw new ProblemException(AuthenticationProblems.UserGone()),
        };
    }

    // Before the rating is known: what the model is measured by.
    private static RatingPrediction? Predict(ModelSnapshot? model, UserHistory user, int movieId, DateTimeOffset now) =>
        model is not null && RatingPredictor.Predict(model, user, [movieId], now)[0] is { } predicted
            ? new RatingPrediction(model.Version.ToString(), predicted)
            : null;

    private static async Task<NoContent> DeleteAsync(HttpContext context, RatingStore ratings)
    {
        await ratings.DeleteAsync(CurrentUser.Of(context).UserId, ReadMovieId(context), context.RequestAborted);
        return TypedResults.NoContent();
    }

    private static int ReadMovieId(HttpContext context)
    {
        var reader = new RequestReader(context);
        var movieId = reader.Path(Movies.MovieId);
        reader.ThrowIfInvalid();
        return movieId;
    }
}
