using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Training;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Training;

/// <summary>POST /models/retrain: asks for a training.</summary>
public sealed class RetrainModelFunction(FunctionsServer server)
{
    private const string Name = "retrain_model";
    private const string Route = "models/retrain";

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapPost($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .RequireOperator()
        .Describe(
            "Train now",
            "Queues the training that otherwise runs at night, and returns its run. If a run already waits, it returns that " +
            "one. GET /models/runs shows the progress. Only one training runs at a time, on any instance. " +
            "For operators.")
        .Example(answer:
            """
            {"run_id": 42}
            """)
        .Problems(401, 403, 503);

    private static async Task<Accepted<QueuedTraining>> HandleAsync(HttpContext context, TrainingQueue trainings) =>
        TypedResults.Accepted(
            "/models/runs",
            new QueuedTraining(await trainings.EnqueueAsync(TrainingTrigger.Operator, context.RequestAborted)));
}
