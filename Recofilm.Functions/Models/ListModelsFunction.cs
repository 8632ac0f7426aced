using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Feedback;
using Recofilm.Core.Monitoring;
using Recofilm.Core.Registry;
using Recofilm.Core.Serving;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Models;

/// <summary>GET /models: the versions in the registry and the latest training runs.</summary>
public sealed class ListModelsFunction(FunctionsServer server)
{
    private const string Name = "list_models";
    private const string Route = "models";
    private const int RunCount = 20;

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapGet($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .WithMetadata(new EntityTagMetadata())
        .RequireOperator()
        .Describe(
            "List models",
            "Every model version with its metrics from before it served and, by strategy, its measures with users in the last " +
            "two weeks; the experiment under way, rollbacks, drift, and the latest training runs. For operators.")
        .Problems(401, 403, 503);

    private static async Task<Ok<ModelList>> HandleAsync(
        HttpContext context, ModelRegistry registry, TrainingRunStore runs, OnlineMeasures measures, ModelHolder models,
        ExperimentReports experiments, RollbackStore rollbacks, DriftWatch drift)
    {
        var pointers = await registry.ReadPointersAsync(context.RequestAborted);
        var listings = await registry.ListAsync(pointers, context.RequestAborted);
        var latest = await runs.ListAsync(RunCount, context.RequestAborted);
        var online = (await measures.ReadAsync(context.RequestAborted)).ToLookup(measure => measure.ModelVersion);
        return TypedResults.Ok(new ModelList(
            models.Champion?.Version.ToString(),
            [.. listings.Select(listing => ModelEntry.Of(listing, online))],
            TrialEntry.Of(await experiments.ReadAsync(pointers.Challenger, context.RequestAborted)),
            [.. (await rollbacks.ListAsync(RunCount, context.RequestAborted)).Select(RollbackEntry.Of)],
            await drift.ListAsync(context.RequestAborted),
            [.. latest.Select(TrainingRunEntry.Of)],
            pointers.Problems));
    }
}
