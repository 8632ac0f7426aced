using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Registry;
using Recofilm.Core.Serving;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Models;

/// <summary>
/// POST and DELETE /models/{version}/challenge: lets a version serve a share of the users beside the champion, and ends that
/// experiment.
/// </summary>
public sealed class ChallengeModelFunction(FunctionsServer server)
{
    private const string Name = "challenge_model";
    private const string Route = "models/{version}/challenge";

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", "delete", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app)
    {
        app.MapPost($"/{Route}", StartAsync)
            .WithFunction(Name)
            .RequireOperator()
            .Describe(
                "Try a model",
                "Lets a version serve a share of the users beside the champion: the same users on every instance for the whole " +
                "experiment. It replaces an experiment under way. GET /models reports the measures of both sides. For operators.",
                [VersionPath.Parameter])
            .Example(
                request:
                """
                {"share": 0.1}
                """,
                answer:
                """
                {"version": "20261124T031500Z-1a2b3c4d", "share": 0.1, "started_at": "2026-11-24T12:00:00Z"}
                """)
            .Problems(400, 401, 403, 404, 409, 413, 415, 503);
        app.MapDelete($"/{Route}", EndAsync)
            .WithFunction(Name)
            .RequireOperator()
            .Describe(
                "End an experiment",
                "The champion serves all users again. Nothing happens when the version is not the challenger. For " +
                "operators.",
                [VersionPath.Parameter])
            .Problems(401, 403, 404, 503);
    }

    private static async Task<Ok<StartedTrial>> StartAsync(
        HttpContext context, string version, Body<ChallengeBody> body, Experiment experiment, ModelRegistry registry,
        SnapshotLoader loader, ModelRefresher refresher)
    {
        var wanted = VersionPath.Read(version);
        var champion = await registry.ReadChampionAsync(context.RequestAborted);
        var reader = new RequestReader(context);
        var share = body.Read(reader).Share;
        reader.Check(share is > 0 and < 1, "share", "must be above 0 and below 1");
        reader.Check(champion?.Version != wanted, "version", "must not be that of the champion");
        reader.ThrowIfInvalid();

        using var loaded = await loader.LoadAsync(wanted, context.RequestAborted);
        var started = await experiment.StartAsync(wanted, share, context.RequestAborted);
        await refresher.RefreshAsync(context.RequestAborted);
        return TypedResults.Ok(StartedTrial.Of(started));
    }

    private static async Task<NoContent> EndAsync(
        HttpContext context, string version, Experiment experiment, ModelRefresher refresher)
    {
        if (await experiment.EndAsync(VersionPath.Read(version), context.RequestAborted))
            await refresher.RefreshAsync(context.RequestAborted);
        return TypedResults.NoContent();
    }
}
