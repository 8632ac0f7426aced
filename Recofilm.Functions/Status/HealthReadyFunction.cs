using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Npgsql;
using Recofilm.Core.Database;
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

    private static readonly TimeSpan _timeout = TimeSpan.FromSeconds(2);

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
        HttpContext context, ModelHolder models, NpgsqlDataSource database, TimeProvider time)
    {
        var model = models.Champion;
        var start = time.GetTimestamp();
        var reachable = await AnswersAsync(database, time, context.RequestAborted);
        var ready = reachable && model is not null;
        var readiness = new Readiness(
            ready ? "ready" : "not_ready",
            new ModelReadiness(model is not null, model?.Version.ToString(), model?.TrainedAt),
            new DatabaseReadiness(reachable, Math.Round(time.GetElapsedTime(start).TotalMilliseconds, 2)));
        return TypedResults.Json(
            readiness, ApiJson.Default.Readiness,
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    // A hanging database would not answer a cancellation either, so the query is not cancelled but ends by its own timeout.
    private static async Task<bool> AnswersAsync(
        NpgsqlDataSource database, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await AskAsync(database).WaitAsync(_timeout, time, cancellationToken);
            return true;
        }
        catch (Exception exception) when (DatabaseErrors.MeansUnavailable(exception))
        {
            return false;
        }
    }

    private static async Task AskAsync(NpgsqlDataSource database)
    {
        await using var command = database.CreateCommand("SELECT 1");
        command.CommandTimeout = (int)_timeout.TotalSeconds;
        await command.ExecuteScalarAsync();
    }
}
