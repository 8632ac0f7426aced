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

/// <summary>POST /models/{version}/activate: makes a version the champion, which may also be an earlier one.</summary>
public sealed class ActivateModelFunction(FunctionsServer server)
{
    private const string Name = "activate_model";
    private const string Route = "models/{version}/activate";

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapPost($"/{Route}", HandleAsync)
        .WithFunction(Name)
        .RequireOperator()
        .Describe(
            "Activate a model",
            "Makes a version the champion: at once on this instance, within seconds on the others. A version that cannot be " +
            "loaded is answered 409 with the reason. For operators.", [VersionPath.Parameter])
        .Example(answer:
            """
            {"version": "20261123T031500Z-9f8e7d6c", "previous": "20261124T031500Z-1a2b3c4d",
             "activated_at": "2026-11-24T12:00:00Z"}
            """)
        .Problems(401, 403, 404, 409, 503);

    private static async Task<Ok<ActivatedModel>> HandleAsync(
        HttpContext context, string version, SnapshotLoader loader, ModelRegistry registry, ActivationLog activations,
        ModelRefresher refresher, TimeProvider time)
    {
        var begun = time.GetUtcNow();
        var wanted = VersionPath.Read(version);
        // A version that cannot serve must not become champion: every instance would refuse it.
        using var loaded = await loader.LoadAsync(wanted, context.RequestAborted);
        var champion = await registry.ActivateAsync(wanted, context.RequestAborted);
        // The version serves already, so the record is made even if the caller is gone.
        await activations.RecordAsync(champion, begun, CallerIdentity.Of(context).UserId, CancellationToken.None);
        await refresher.RefreshAsync(context.RequestAborted);
        return TypedResults.Ok(new ActivatedModel(
            champion.Version.ToString(), champion.Previous?.ToString(), champion.ActivatedAt));
    }
}
