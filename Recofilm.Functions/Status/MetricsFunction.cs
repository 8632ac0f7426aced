using Microsoft.Azure.Functions.Worker;
using Microsoft.Azure.Functions.Worker.Http;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.Telemetry;

namespace Recofilm.Functions.Status;

/// <summary>GET /metrics: the program's metrics, for Prometheus to scrape.</summary>
public sealed class MetricsFunction(FunctionsServer server)
{
    private const string Name = "metrics";
    private const string Route = "metrics";

    [Function(Name)]
    public Task<HttpResponseData> RunAsync(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequestData request) =>
        server.RunAsync(request);

    // The endpoint does not exist when the program sends its metrics itself.
    internal static void Map(IEndpointRouteBuilder app)
    {
        if (!TelemetryDestinations.From(app.ServiceProvider.GetRequiredService<IConfiguration>()).IsScraped)
            return;
        app.MapPrometheusScrapingEndpoint($"/{Route}")
            .WithMetadata(new HttpMethodMetadata([HttpMethods.Get]))
            .WithFunction(Name)
            .AllowAnonymous()
            .DisableHttpMetrics()
            .ExcludeFromDescription();
    }
}
