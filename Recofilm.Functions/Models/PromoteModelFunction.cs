using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Core.Monitoring;
using Recofilm.Core.Registry;
using Recofilm.Core.Serving;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;
using Recofilm.Functions.Security;

namespace Recofilm.Functions.Models;

/// <summary>POST /models/{version}/promote: makes the challenger the champion.</summary>
public sealed class PromoteModelFunction(FunctionsServer server)
{
    private const string Name = "promote_model";
    private const string Route = "models/{version}/promote";

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapPost($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .RequireOperator()
        .Describe(
            "Promote the challenger",
            "Makes the challenger the champion and ends the experiment; any other version is answered 404. For operators.",
            [VersionPath.Parameter])
        .Example(answer:
            """
            {"version": "20261124T031500Z-1a2b3c4d", "previous": "20261123T031500Z-9f8e7d6c",
             "activated_at": "2026-11-24T12:00:00Z"}
            """)
        .Problems(401, 403, 404, 409, 503);

    private static async Task<Ok<ActivatedModel>> HandleAsync(
        HttpContext context, string version, Experiment experiment, SnapshotLoader loader, ActivationLog activations,
        ModelRefresher refresher, TimeProvider time)
    {
        var begun = time.GetUtcNow();
        var wanted = VersionPath.Read(version);
        // Its files may have been damaged since this instance began to serve it.
        using var loaded = await loader.LoadAsync(wanted, context.RequestAborted);
        var champion = await experiment.PromoteAsync(wanted, context.RequestAborted);
        // The version serves already, so the record is made even if the caller is gone.
        await activations.RecordAsync(champion, begun, CallerIdentity.Of(context).UserId, CancellationToken.None);
        await refresher.RefreshAsync(context.RequestAborted);
        return TypedResults.Ok(new ActivatedModel(
            champion.Version.ToString(), champion.Previous?.ToString(), champion.ActivatedAt));
    }
}
