using System.ComponentModel.DataAnnotations;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;

namespace Recofilm.Functions.Status;

/// <summary>GET /health/live: the process answers.</summary>
public sealed class HealthLiveFunction(FunctionsServer server)
{
    private const string Name = "health_live";
    private const string Route = "health/live";

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    internal static void Map(IEndpointRouteBuilder app) => app
        .MapGet($"/{Route}", Handle)
        .WithFunction(Name)
        .AllowAnonymous()
        .Describe("Check that the process runs", "Succeeds while the process runs. Restart the process when it fails.")
        .Problems();

    private static Ok<Liveness> Handle() => TypedResults.Ok(new Liveness("live"));
}

/// <summary>The answer of GET /health/live.</summary>
/// <param name="Status">"live".</param>
internal sealed record Liveness([property: AllowedValues("live")] string Status);
