using Microsoft.AspNetCore.Http.HttpResults;
using Recofilm.Core.Database.Training;
using Recofilm.Functions.Authentication;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.TrainingRuns;

/// <summary>GET /models/runs: how trainings go and went, step by step.</summary>
internal static class TrainingRunsFunction
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapTrainingRuns(this IEndpointRouteBuilder app) => app
        .MapGet("/models/runs", HandleAsync)
        .WithFunction("training_runs")
        .RequireOperator()
        .Describe(
            ApiTags.Models,
            "List training runs",
            "The latest trainings, newest first, with the time each step began; one that is running shows how far it has come. " +
            "For operators.",
            [Paging.Limit])
        .Example(answer:
            """
            {"steps": ["read", "fingerprint", "train", "evaluate", "gate", "publish", "record"],
             "runs": [{"run_id": 42, "trigger": "operator", "status": "running", "started_at": "2026-11-24T12:00:00Z", "finished_at": null,
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
