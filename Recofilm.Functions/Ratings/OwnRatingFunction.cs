using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Database;
using Recofilm.Core.Database.Ratings;
using Recofilm.Core.Database.Users;
using Recofilm.Core.Feedback;
using Recofilm.Core.Serving;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Ratings;

/// <summary>GET, PUT and DELETE /ratings/{movie_id}: the user's rating of one movie.</summary>
public sealed class OwnRatingFunction(FunctionsServer server)
{
    private const string Name = "own_rating";
    private const string Route = "ratings/{movie_id}";

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", "put", "delete", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapGet($"/{Route}", GetAsync)
            .WithFunction(Name)
            .RequireUser()
            .Describe("Show own rating", "The user's rating of a movie.", [MoviePath.Movie, .. Subjects.All])
            .Example(answer:
            """
            {"movie_id": 1, "title": "Toy Story", "year": 1995, "genres": ["Animation", "Comedy"], "rating": 4.5,
             "rated_at": "2026-11-24T12:00:00Z"}
            """)
            .Problems(400, 401, 403, 404);
        app.MapPut($"/{Route}", PutAsync)
            .WithFunction(Name)
            .RequireUserReadByHandler()
            .Describe(
                "Rate a movie", "Rates a movie and replaces an earlier rating. The rating counts in the next recommendations.",
                [MoviePath.Movie, .. Subjects.All])
            .Example(request: """{"rating": 4.5}""", answer:
            """
            {"movie_id": 1, "rating": 4.5, "rated_at": "2026-11-24T12:00:00Z"}
            """)
            .Produces<RatingAnswer>(StatusCodes.Status201Created)
            .Problems(400, 401, 403, 404, 413, 415);
        app.MapDelete($"/{Route}", DeleteAsync)
            .WithFunction(Name)
            .RequireUser()
            .Describe(
                "Delete a rating", "Removes the user's rating of a movie, if it exists.",
                [MoviePath.Movie, .. Subjects.All])
            .Problems(400, 401, 403, 404);
    }

    private static async Task<Ok<UserRating>> GetAsync(HttpContext context, CallerContext caller, RatingStore ratings)
    {
        var (userId, movieId) = await caller.ReadUserAndMovieAsync(context);
        var rating = await ratings.FindAsync(userId, movieId, context.RequestAborted);
        return TypedResults.Ok(rating ?? throw new ProblemException(
            new Problem(ProblemType.UnknownRating, $"The user has not rated movie {movieId}.")));
    }

    private static async Task<Results<Ok<RatingAnswer>, Created<RatingAnswer>>> PutAsync(
        HttpContext context, Body<RatingBody> body, CallerContext caller, RatingStore ratings, OnlineMetrics metrics,
        TimeProvider time)
    {
        var reader = new RequestReader(context);
        var movie = reader.PathMovie();
        var given = body.Read(reader).Rating;
        var rating = (float)given;
        reader.Check(given == rating && RatingStore.IsRating(rating), "rating", "must be from 0.5 to 5 in steps of 0.5");
        var subject = reader.ReadSubject(CallerIdentity.Of(context));
        reader.ThrowIfInvalid();

        var user = await caller.ReadAsync(context, subject);
        var movieId = await caller.FindMovieIdAsync(context, movie);
        var now = time.GetUtcNow();
        var answer = new RatingAnswer(movieId, rating, now);
        using var model = caller.AcquireIfLoaded(context, user.UserId);
        var prediction = Predict(model, user, movieId, now);
        var outcome = await ratings.PutAsync(user.UserId, movieId, rating, now, prediction, context.RequestAborted);
        if (outcome is WriteOutcome.Created or WriteOutcome.Updated)
            metrics.RatingsIngested(1, "put");
        return outcome switch
        {
            WriteOutcome.Created => TypedResults.Created($"/ratings/{movieId}", answer),
            WriteOutcome.Updated => TypedResults.Ok(answer),
            WriteOutcome.UnknownMovie => throw MoviePath.Unknown(movieId),
            _ => throw CallerContext.Vanished(context, user.UserId),
        };
    }

    // Predicts before it writes: the prediction measures the model.
    private static RatingPrediction? Predict(ModelLease? model, UserHistory user, int movieId, DateTimeOffset now) =>
        model is not null && RatingPredictor.Predict(model, user, [movieId], now)[0] is { } predicted
            ? new RatingPrediction(model.Snapshot.Version.ToString(), predicted)
            : null;

    private static async Task<NoContent> DeleteAsync(HttpContext context, CallerContext caller, RatingStore ratings)
    {
        var (userId, movieId) = await caller.ReadUserAndMovieAsync(context);
        await ratings.DeleteAsync(userId, movieId, context.RequestAborted);
        return TypedResults.NoContent();
    }
}
