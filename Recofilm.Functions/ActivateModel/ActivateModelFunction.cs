using Microsoft.AspNetCore.Http.HttpResults;
using Recofilm.Core.Artifacts;
using Recofilm.Core.Serving;
using Recofilm.Functions.Authentication;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.ListModels;
using Recofilm.Functions.OpenApi;

namespace Recofilm.Functions.ActivateModel;

/// <summary>POST /models/{version}/activate: makes a version the champion, also to go back to an earlier one.</summary>
internal static class ActivateModelFunction
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapActivateModel(this IEndpointRouteBuilder app) => app
        .MapPost("/models/{version}/activate", HandleAsync)
        .WithFunction("activate_model")
        .RequireOperator()
        .Describe(
            ApiTags.Models,
            "Activate a model",
            "Makes a version the champion: at once on this instance, within seconds on the others. For operators.", [VersionPath.Parameter])
        .Example(answer:
            """
            {"version": "20261123T031500Z-9f8e7d6c", "previous": "20261124T031500Z-1a2b3c4d", "activated_at": "2026-11-24T12:00:00Z"}
            """)
        .Problems(401, 403, 404, 409, 503);

    private static async Task<Ok<ActivatedModel>> HandleAsync(
        HttpContext context, string version, ModelRegistry registry, ModelRefresher refresher)
    {
        var wanted = VersionPath.Read(version);
        var champion = await VersionPath.FoundAsync(version, () => registry.ActivateAsync(wanted, context.RequestAborted));
        await refresher.RefreshAsync(context.RequestAborted);
        return TypedResults.Ok(new ActivatedModel(
            champion.Version.ToString(), champion.Previous?.ToString(), champion.ActivatedAt));
    }
}
