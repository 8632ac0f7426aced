using Microsoft.AspNetCore.Http.HttpResults;
using Recofilm.Core.Artifacts;
using Recofilm.Core.Serving;
using Recofilm.Functions.Authentication;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.ListModels;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.ChallengeModel;

/// <summary>POST and DELETE /models/{version}/challenge: puts a version on trial beside the champion, and ends the trial.</summary>
internal static class ChallengeModelFunction
{
    private const string Function = "challenge_model";
    private const string Route = "/models/{version}/challenge";

    /// <summary>Maps the endpoints.</summary>
    public static void MapChallengeModel(this IEndpointRouteBuilder app)
    {
        app.MapPost(Route, StartAsync)
            .WithFunction(Function)
            .RequireOperator()
            .Describe(
                ApiTags.Models, "Try a model",
                "Lets a version serve a share of the users beside the champion: the same users on every instance for the whole " +
                "trial. It takes the place of a trial under way. GET /models tells how both sides do. For operators.",
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
            .Problems(400, 401, 403, 404, 409, 503);
        app.MapDelete(Route, EndAsync)
            .WithFunction(Function)
            .RequireOperator()
            .Describe(
                ApiTags.Models, "End a trial", "The champion serves everybody again. Nothing happens when the version is not on trial. For operators.",
                [VersionPath.Parameter])
            .Problems(401, 403, 404, 503);
    }

    private static async Task<Ok<StartedTrial>> StartAsync(
        HttpContext context, string version, Body<ChallengeBody> body, ModelTrial trial, ModelRegistry registry, ModelRefresher refresher)
    {
        var wanted = VersionPath.Read(version);
        var champion = await registry.ReadChampionAsync(context.RequestAborted);
        var reader = new RequestReader(context);
        reader.Check(body.Value.Share is > 0 and < 1, "share", "must be above 0 and below 1");
        reader.Check(champion?.Version != wanted, "version", "must not be that of the champion");
        reader.ThrowIfInvalid();

        var started = await VersionPath.FoundAsync(version, () => trial.StartAsync(wanted, body.Value.Share, context.RequestAborted));
        await refresher.RefreshAsync(context.RequestAborted);
        return TypedResults.Ok(StartedTrial.Of(started));
    }

    private static async Task<NoContent> EndAsync(
        HttpContext context, string version, ModelTrial trial, ModelRegistry registry, ModelRefresher refresher)
    {
        var wanted = VersionPath.Read(version);
        if ((await registry.ReadChallengerAsync(context.RequestAborted))?.Version == wanted)
        {
            await trial.EndAsync(context.RequestAborted);
            await refresher.RefreshAsync(context.RequestAborted);
        }

        return TypedResults.NoContent();
    }
}
