using Microsoft.AspNetCore.Http.HttpResults;
using Recofilm.Core.Artifacts;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Learning;
using Recofilm.Core.Online;
using Recofilm.Core.Serving;
using Recofilm.Functions.Authentication;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;

namespace Recofilm.Functions.ListModels;

/// <summary>GET /models: the versions in the registry and the latest training runs.</summary>
internal static class ListModelsFunction
{
    private const int RunCount = 20;

    /// <summary>Maps the endpoint.</summary>
    public static void MapListModels(this IEndpointRouteBuilder app) => app
        .MapGet("/models", HandleAsync)
        .WithFunction("list_models")
        .RequireOperator()
        .Describe(
            ApiTags.Models,
            "List models",
            "Every model version with what was measured of it before it served and, by strategy, with users in the last two weeks; the " +
            "trial under way, rollbacks, drift, and the latest training runs. For operators.")
        .Problems(401, 403, 503);

    private static async Task<Ok<ModelList>> HandleAsync(
        HttpContext context, ModelRegistry registry, TrainingRunStore runs, OnlineMeasures measures, ModelHolder models,
        TrialReports trials, RollbackStore rollbacks, DriftWatch drift)
    {
        var listings = await registry.ListAsync(context.RequestAborted);
        var latest = await runs.ListAsync(RunCount, context.RequestAborted);
        var online = (await measures.ReadAsync(context.RequestAborted)).ToLookup(measure => measure.ModelVersion);
        return TypedResults.Ok(new ModelList(
            models.Current?.Version.ToString(),
            [.. listings.Select(listing => ModelEntry.Of(listing, online))],
            TrialEntry.Of(await trials.ReadAsync(context.RequestAborted)),
            [.. (await rollbacks.ListAsync(RunCount, context.RequestAborted)).Select(RollbackEntry.Of)],
            await drift.ListAsync(context.RequestAborted),
            [.. latest.Select(TrainingRunEntry.Of)]));
    }
}
