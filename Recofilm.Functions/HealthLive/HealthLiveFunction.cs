using Microsoft.AspNetCore.Http.HttpResults;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.OpenApi;

namespace Recofilm.Functions.HealthLive;

/// <summary>GET /health/live: the process answers.</summary>
internal static class HealthLiveFunction
{
    /// <summary>Maps the endpoint.</summary>
    public static void MapHealthLive(this IEndpointRouteBuilder app) => app
        .MapGet("/health/live", Handle)
        .WithFunction("health_live")
        .AllowAnonymous()
        .Describe(ApiTags.State, "Check that the process runs", "Answers as long as the process does; restart it when this fails.")
        .Problems();

    private static Ok<Liveness> Handle() => TypedResults.Ok(new Liveness("live"));
}

/// <summary>The answer of GET /health/live.</summary>
/// <param name="Status">"live".</param>
internal sealed record Liveness(string Status);
