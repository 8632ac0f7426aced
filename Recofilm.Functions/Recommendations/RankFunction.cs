using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Serving;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Recommendations;

/// <summary>POST /rank: ranks given movies, such as search results or an editor's shelf, for a user.</summary>
public sealed class RankFunction(FunctionsServer server)
{
    private const string Name = "rank";
    private const string Route = "rank";

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapPost($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .RequireUserReadByHandler()
        .Describe(
            "Rank given movies",
            "Orders up to 1,000 movies for the user. The answer has all of them, rated ones too; movies that the model does " +
            "not know come last, without a score.",
            [.. Subjects.All])
        .Example(request: """{"movie_ids": [1, 260, 2571]}""", answer:
            """
            {"user_id": 611, "user_external_id": null, "model_version": "20261124T031500Z-1a2b3c4d", "movies": [
              {"movie_id": 260, "external_id": null, "score": 4.1}, {"movie_id": 2571, "external_id": null, "score": 3.2},
              {"movie_id": 1, "external_id": null, "score": 0.4}]}
            """)
        .Problems(400, 401, 403, 404, 413, 415, 503);

    private static async Task<Ok<RankAnswer>> HandleAsync(
        HttpContext context, Body<RankBody> body, CallerContext caller, TimeProvider time)
    {
        var reader = new RequestReader(context);
        var given = body.Read(reader);
        var (movieIds, externalIds) = (given.MovieIds, given.MovieExternalIds);
        reader.Check(movieIds is not null || externalIds is not null, "movie_ids", "or movie_external_ids is required");
        reader.Check(movieIds is null || externalIds is null, "movie_external_ids", "must not be given together with movie_ids");
        reader.Check(movieIds is null || movieIds.All(id => id > 0), "movie_ids", "must be integers from 1");
        reader.Check(
            externalIds is null || externalIds.All(ExternalIds.Field.Allows), "movie_external_ids",
            $"each {ExternalIds.Field.Expectation}");
        reader.Check(movieIds?.Distinct().Count() == movieIds?.Count, "movie_ids", "must not name a movie twice");
        reader.Check(externalIds?.Distinct().Count() == externalIds?.Count, "movie_external_ids", "must not name a movie twice");
        var subject = reader.ReadSubject(CallerIdentity.Of(context));
        reader.ThrowIfInvalid();

        var user = await caller.ReadAsync(context, subject);
        using var model = caller.Acquire(context, user.UserId);
        var catalog = await caller.CatalogAsync(context);
        var known = movieIds ?? [.. externalIds!.Select(catalog.FindMovieId).OfType<int>()];
        var unknown = (externalIds ?? []).Where(id => catalog.FindMovieId(id) is null);
        RankEntry[] movies =
        [
            .. MovieRanker.Rank(model, user, known, time.GetUtcNow())
                .Select(movie => new RankEntry(movie.MovieId, catalog.Find(movie.MovieId)?.ExternalId, movie.Score)),
            .. unknown.Select(id => new RankEntry(null, id, null)),
        ];
        return TypedResults.Ok(new RankAnswer(user.UserId, user.ExternalId, model.Snapshot.Version.ToString(), movies));
    }
}
