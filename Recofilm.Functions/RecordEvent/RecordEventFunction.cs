using Microsoft.AspNetCore.Http.HttpResults;
using Recofilm.Core.Online;
using Recofilm.Functions.Authentication;
using Recofilm.Functions.Errors;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.RecordEvent;

/// <summary>POST /events: a click on, or a play of, a movie that the user was recommended.</summary>
internal static class RecordEventFunction
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapRecordEvent(this IEndpointRouteBuilder app) => app
        .MapPost("/events", HandleAsync)
        .WithFunction("record_event")
        .RequireUser()
        .Describe(
            ApiTags.Recommendations,
            "Report a click or a play",
            "Says what the user did with a movie of a list that they were shown. A movie of a list counts once a kind: the same " +
            "event again is answered 200 and changes nothing, so that it can be sent again whenever an answer was lost.")
        .Example(
            request: """{"recommendation_id": "019ab5f0-7a3c-7c11-9d2e-5b1f0c8a4e77", "movie_id": 260, "kind": "play"}""",
            answer:
            """
            {"recommendation_id": "019ab5f0-7a3c-7c11-9d2e-5b1f0c8a4e77", "movie_id": 260, "kind": "play",
             "occurred_at": "2026-11-24T12:00:00Z"}
            """)
        .Produces<EventAnswer>(StatusCodes.Status201Created)
        .Problems(400, 401, 404, 413, 415, 422);

    private static async Task<Results<Ok<EventAnswer>, Created<EventAnswer>>> HandleAsync(
        HttpContext context, Body<EventBody> body, RecentEvents events, OnlineMetrics metrics)
    {
        var reader = new RequestReader(context);
        var (text, movieId, word) = body.Value;
        reader.Check(Guid.TryParseExact(text, "D", out var recommendationId), "recommendation_id", "must be a UUID");
        reader.Check(Movies.MovieId.Allows(movieId), "movie_id", Movies.MovieId.Expectation);
        reader.Check(word is "click" or "play", "kind", "must be click or play");
        reader.ThrowIfInvalid();

        var kind = word == "click" ? EventKind.Click : EventKind.Play;
        var record = await events.RecordAsync(
            CurrentUser.Of(context).UserId, recommendationId, movieId, kind, context.RequestAborted);
        var answer = new EventAnswer(recommendationId, movieId, word, record.OccurredAt);
        switch (record.Outcome)
        {
            case EventOutcome.Recorded:
                metrics.EventIngested(kind);
                return TypedResults.Created((string?)null, answer);
            case EventOutcome.Repeated:
                return TypedResults.Ok(answer);
            case EventOutcome.NotInList:
                throw new ProblemException(new Problem(
                    ProblemType.MovieNotRecommended, $"List {recommendationId} does not have movie {movieId}.",
                    new FieldError("movie_id", "is not in the list")));
            default:
                throw new ProblemException(new Problem(
                    ProblemType.UnknownRecommendation, $"The user was shown no list {recommendationId}."));
        }
    }
}
