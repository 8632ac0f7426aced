using Microsoft.AspNetCore.Http.HttpResults;
using Recofilm.Functions.Authentication;
using Recofilm.Functions.Errors;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;

namespace Recofilm.Functions.RetrainModel;

/// <summary>POST /models/retrain: trains now, in the background.</summary>
internal static class RetrainModelFunction
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapRetrainModel(this IEndpointRouteBuilder app) => app
        .MapPost("/models/retrain", HandleAsync)
        .WithFunction("retrain_model")
        .RequireOperator()
        .Describe(
            ApiTags.Models,
            "Train now",
            "Starts the training that otherwise runs at night, and answers when it has begun. GET /models tells how it goes. " +
            "One training runs at a time, whichever instance it runs on. For operators.")
        .Example(answer:
            """
            {"run_id": 42}
            """)
        .Problems(401, 403, 409, 503);

    private static async Task<Accepted<StartedTraining>> HandleAsync(BackgroundTraining training) =>
        await training.StartAsync() is { } runId
            ? TypedResults.Accepted("/models", new StartedTraining(runId))
            : throw new ProblemException(new Problem(ProblemType.TrainingRunning, "A training is running, here or on another instance."));
}
