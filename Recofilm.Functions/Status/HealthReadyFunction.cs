using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Serving;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.Status;

/// <summary>GET /health/ready: a model serves and the database answers.</summary>
public sealed class HealthReadyFunction(FunctionsServer server)
{
    private const string Name = "health_ready";
    private const string Route = "health/ready";

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapGet($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .AllowAnonymous()
        .Describe(
            "Check that requests can be answered",
            "Answers 200 when a model serves and the database answers, else 503; with details in both cases.")
        .Produces<Readiness>()
        .Produces<Readiness>(StatusCodes.Status503ServiceUnavailable)
        .Problems();

    private static async Task<JsonHttpResult<Readiness>> HandleAsync(
        HttpContext context, ModelHolder models, DatabaseReachability database)
    {
        var model = models.Champion;
        var (reachable, latency) = await database.AskAsync(context.RequestAborted);
        var ready = reachable && model is not null;
        var readiness = new Readiness(
            ready ? "ready" : "not_ready",
            new ModelReadiness(model is not null, model?.Version.ToString(), model?.TrainedAt),
            new DatabaseReadiness(reachable, Math.Round(latency.TotalMilliseconds, 2)));
        return TypedResults.Json(
            readiness, ApiJson.Default.Readiness,
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
