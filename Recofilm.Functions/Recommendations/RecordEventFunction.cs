using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Feedback;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Recommendations;

/// <summary>POST /events: records a click on a recommended movie, or a play of it.</summary>
public sealed class RecordEventFunction(FunctionsServer server)
{
    private const string Name = "record_event";
    private const string Route = "events";

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapPost($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .RequireUserReadByHandler()
        .Describe(
            "Report a click or a play",
            "Reports what the user did with a movie of a list. Each list, movie and kind counts once: a repeated event is " +
            "answered 200 and changes nothing, so a client can repeat it when an answer was lost. An event for a list that " +
            "was served a moment ago and is not stored yet is answered 202, and counts as soon as the list is stored.",
            [.. Subjects.All])
        .Example(
            request: """{"recommendation_id": "019ab5f0-7a3c-7c11-9d2e-5b1f0c8a4e77", "movie_id": 260, "kind": "play"}""",
            answer:
            """
            {"recommendation_id": "019ab5f0-7a3c-7c11-9d2e-5b1f0c8a4e77", "movie_id": 260, "kind": "play",
             "occurred_at": "2026-11-24T12:00:00Z"}
            """)
        .Produces<EventAnswer>(StatusCodes.Status201Created)
        .Produces<EventAnswer>(StatusCodes.Status202Accepted)
        .Problems(400, 401, 403, 404, 413, 415, 422, 429);

    private static async Task<Results<Ok<EventAnswer>, Created<EventAnswer>, Accepted<EventAnswer>>> HandleAsync(
        HttpContext context, Body<EventBody> body, CallerContext caller, EventStore events, PendingEventJoiner pending,
        UserRateLimits limits, OnlineMetrics metrics, TimeProvider time)
    {
        var reader = new RequestReader(context);
        var given = body.Read(reader);
        var (text, word) = (given.RecommendationId, given.Kind);
        reader.Check(Guid.TryParseExact(text, "D", out var recommendationId), "recommendation_id", "must be a UUID");
        var movie = reader.FieldMovie(given.MovieId, given.MovieExternalId);
        var subject = reader.ReadSubject(CallerIdentity.Of(context));
        reader.Check(word is "click" or "play", "kind", "must be click or play");
        reader.ThrowIfInvalid();

        var userId = await caller.FindIdAsync(context, subject);
        // The limit is for people; a service sends the events of many devices, within a limit of its own.
        if (!CallerIdentity.Of(context).IsService)
            limits.CountEvent(userId);
        var kind = word == "click" ? EventKind.Click : EventKind.Play;
        var movieId = await caller.FindMovieIdAsync(context, movie);
        var record = await events.RecordAsync(userId, recommendationId, movieId, kind, time.GetUtcNow(), context.RequestAborted);
        CallerContext.ThrowIfGone(context, userId, record.Role);
        var answer = new EventAnswer(recommendationId, movieId, word, record.OccurredAt);
        switch (record.Outcome)
        {
            case EventOutcome.Recorded:
                metrics.EventsIngested(kind, 1);
                return TypedResults.Created((string?)null, answer);
            case EventOutcome.Repeated:
                return TypedResults.Ok(answer);
            case EventOutcome.Pending:
                pending.Accepted();
                return TypedResults.Accepted((string?)null, answer);
            case EventOutcome.NotInList:
                throw new ProblemException(new Problem(
                    ProblemType.MovieNotRecommended, $"List {recommendationId} does not have movie {movieId}.",
                    new FieldError("movie_id", "is not in the list")));
            default:
                throw new ProblemException(new Problem(
                    ProblemType.UnknownRecommendation, $"List {recommendationId} was not shown to the user."));
        }
    }
}
