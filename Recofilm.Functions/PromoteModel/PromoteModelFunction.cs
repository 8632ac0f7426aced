using Microsoft.AspNetCore.Http.HttpResults;
using Recofilm.Core.Artifacts;
using Recofilm.Core.Serving;
using Recofilm.Functions.ActivateModel;
using Recofilm.Functions.Authentication;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.ListModels;
using Recofilm.Functions.OpenApi;

namespace Recofilm.Functions.PromoteModel;

/// <summary>POST /models/{version}/promote: makes the version on trial the champion.</summary>
internal static class PromoteModelFunction
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapPromoteModel(this IEndpointRouteBuilder app) => app
        .MapPost("/models/{version}/promote", HandleAsync)
        .WithFunction("promote_model")
        .RequireOperator()
        .Describe(
            ApiTags.Models,
            "Promote the model on trial",
            "Makes the version that is on trial the champion and ends the trial; any other version is not found. For operators.",
            [VersionPath.Parameter])
        .Example(answer:
            """
            {"version": "20261124T031500Z-1a2b3c4d", "previous": "20261123T031500Z-9f8e7d6c", "activated_at": "2026-11-24T12:00:00Z"}
            """)
        .Problems(401, 403, 404, 409, 503);

    private static async Task<Ok<ActivatedModel>> HandleAsync(
        HttpContext context, string version, ModelTrial trial, ModelRefresher refresher)
    {
        var wanted = VersionPath.Read(version);
        var champion = await VersionPath.FoundAsync(version, () => trial.PromoteAsync(wanted, context.RequestAborted));
        await refresher.RefreshAsync(context.RequestAborted);
        return TypedResults.Ok(new ActivatedModel(
            champion.Version.ToString(), champion.Previous?.ToString(), champion.ActivatedAt));
    }
}
