using System.Net.Sockets;
using Microsoft.AspNetCore.Http.HttpResults;
using Npgsql;
using Recofilm.Core.Serving;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;

namespace Recofilm.Functions.HealthReady;

/// <summary>GET /health/ready: a model serves and the database answers.</summary>
internal static class HealthReadyFunction
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(2);

    /// <summary>Maps the endpoint.</summary>
    public static void MapHealthReady(this IEndpointRouteBuilder app) => app
        .MapGet("/health/ready", HandleAsync)
        .WithFunction("health_ready")
        .AllowAnonymous()
        .Describe(ApiTags.State, "Check that requests can be answered", "200 when a model serves and the database answers, else 503; with details either way.")
        .Produces<Readiness>(StatusCodes.Status503ServiceUnavailable)
        .Problems();

    private static async Task<JsonHttpResult<Readiness>> HandleAsync(
        HttpContext context, ModelHolder models, NpgsqlDataSource database, TimeProvider time)
    {
        var model = models.Current;
        var start = time.GetTimestamp();
        var reachable = await AnswersAsync(database, context.RequestAborted);
        var ready = reachable && model is not null;
        var readiness = new Readiness(
            ready ? "ready" : "not ready",
            new ModelReadiness(model is not null, model?.Version.ToString(), model?.TrainedAt),
            new DatabaseReadiness(reachable, Math.Round(time.GetElapsedTime(start).TotalMilliseconds, 2)));
        return TypedResults.Json(
            readiness, ApiJson.Default.Readiness,
            statusCode: ready ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }

    private static async Task<bool> AnswersAsync(NpgsqlDataSource database, CancellationToken cancellationToken)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(_patience);
        try
        {
            await using var command = database.CreateCommand("SELECT 1");
            await command.ExecuteScalarAsync(timeout.Token);
            return true;
        }
        catch (Exception exception) when (exception is NpgsqlException or SocketException or OperationCanceledException)
        {
            return false;
        }
    }
}
