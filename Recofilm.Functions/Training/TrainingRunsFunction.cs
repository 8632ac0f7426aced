using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Database.Training;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Training;

/// <summary>GET /models/runs: the latest trainings, step by step.</summary>
public sealed class TrainingRunsFunction(FunctionsServer server)
{
    private const string Name = "training_runs";
    private const string Route = "models/runs";

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapGet($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .RequireOperator()
        .Describe(
            "List training runs",
            "The latest trainings, newest first, with the times of their steps. The steps of a running one show its progress. " +
            "For operators.",
            [Paging.Limit])
        .Example(answer:
            """
            {"steps": ["read", "fingerprint", "train", "evaluate", "gate", "publish", "record"],
             "runs": [{"run_id": 42, "trigger": "operator", "kind": "full", "status": "running",
                       "queued_at": "2026-11-24T11:59:59Z", "started_at": "2026-11-24T12:00:00Z", "finished_at": null,
                       "steps": [{"step": "read", "started_at": "2026-11-24T12:00:00Z", "finished_at": "2026-11-24T12:00:01Z"},
                                 {"step": "fingerprint", "started_at": "2026-11-24T12:00:01Z", "finished_at": null}],
                       "metrics": {}, "model_version": null, "error": null}]}
            """)
        .Problems(400, 401, 403);

    private static async Task<Ok<TrainingRunPage>> HandleAsync(HttpContext context, TrainingRunStore runs)
    {
        var reader = new RequestReader(context);
        var limit = reader.Query(Paging.Limit);
        reader.ThrowIfInvalid();
        var latest = await runs.ListAsync(limit, context.RequestAborted);
        return TypedResults.Ok(new TrainingRunPage(TrainingRunPage.AllSteps, [.. latest.Select(TrainingRunDetails.Of)]));
    }
}
