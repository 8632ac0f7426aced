using Microsoft.AspNetCore.Http.HttpResults;
using Recofilm.Core.Database.Ratings;
using Recofilm.Core.Online;
using Recofilm.Core.Serving;
using Recofilm.Functions.Authentication;
using Recofilm.Functions.Errors;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.RateMovies;

/// <summary>POST /ratings: many ratings at once, all or none.</summary>
internal static class RateMoviesFunction
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapRateMovies(this IEndpointRouteBuilder app) => app
        .MapPost("/ratings", HandleAsync)
        .WithFunction("rate_movies")
        .RequireUserReadByHandler()
        .Describe(
            ApiTags.Ratings,
            "Rate many movies",
            "Gives up to 1,000 movies a rating each, in place of earlier ones. All are written or none: an error names the index of " +
            "every rating at fault, such as \"ratings[17].movie_id\". They count in the next recommendations.")
        .Example(
            request: """{"ratings": [{"movie_id": 1, "rating": 4.5}, {"movie_id": 260, "rating": 5}]}""",
            answer:
            """
            {"created": 1, "updated": 1, "rated_at": "2026-11-24T12:00:00Z"}
            """)
        .Problems(400, 401, 404, 413, 415);

    private static async Task<Ok<RatedMovies>> HandleAsync(
        HttpContext context, Body<RatingsBody> body, Caller caller, RatingBatchStore ratings, OnlineMetrics metrics,
        TimeProvider time)
    {
        var given = body.Value.Ratings;
        Check(new RequestReader(context), given);
        var (userId, history) = await caller.ReadAsync(context);
        var now = time.GetUtcNow();
        var model = caller.ModelIfLoaded(context);
        int[] movieIds = [.. given.Select(rating => rating.MovieId)];
        var predicted = model is null ? new float?[given.Count] : RatingPredictor.Predict(model, history, movieIds, now);
        NewRating[] batch = [.. given.Select((rating, place) => new NewRating(rating.MovieId, (float)rating.Rating, predicted[place]))];

        var outcome = await ratings.PutAsync(userId, batch, model?.Version.ToString(), now, context.RequestAborted);
        if (!outcome.UserExists)
            throw new ProblemException(AuthenticationProblems.UserGone());
        if (outcome.UnknownPlaces.Count > 0)
            throw Unknown(outcome.UnknownPlaces, movieIds);
        metrics.RatingsIngested(batch.Length, "batch");
        return TypedResults.Ok(new RatedMovies(outcome.Created, outcome.Updated, now));
    }

    private static void Check(RequestReader reader, IReadOnlyList<MovieRating> ratings)
    {
        reader.Check(ratings.Count is >= 1 and <= RatingsBody.MaximumCount, "ratings", $"must be 1 to {RatingsBody.MaximumCount} ratings");
        var seen = new HashSet<int>();
        foreach (var (place, rating) in ratings.Take(RatingsBody.MaximumCount).Index())
        {
            var value = (float)rating.Rating;
            reader.Check(Movies.MovieId.Allows(rating.MovieId), $"ratings[{place}].movie_id", Movies.MovieId.Expectation);
            reader.Check(seen.Add(rating.MovieId), $"ratings[{place}].movie_id", "must not be given twice");
            reader.Check(
                rating.Rating == value && RatingStore.IsRating(value), $"ratings[{place}].rating",
                "must be from 0.5 to 5 in steps of 0.5");
        }

        reader.ThrowIfInvalid();
    }

    private static ProblemException Unknown(IReadOnlyList<int> places, int[] movieIds)
    {
        FieldError[] errors = [.. places.Select(place => new FieldError($"ratings[{place}].movie_id", $"there is no movie {movieIds[place]}"))];
        return new ProblemException(new Problem(
            ProblemType.UnknownMovie, string.Join("; ", errors.Select(error => $"{error.Field}: {error.Detail}")) + ".", errors));
    }
}
