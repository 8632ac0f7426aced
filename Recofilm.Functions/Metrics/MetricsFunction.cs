using Recofilm.Functions.Hosting;
using Recofilm.Functions.Telemetry;

namespace Recofilm.Functions.Metrics;

/// <summary>GET /metrics: the program's metrics, for Prometheus to fetch.</summary>
internal static class MetricsFunction
{
    /// <summary>Maps the endpoint, unless metrics are sent somewhere by the program itself.</summary>
    public static void MapMetrics(this WebApplication app)
    {
        if (!TelemetryDestinations.From(app.Configuration).IsScraped)
            return;
        app.MapPrometheusScrapingEndpoint("/metrics")
            .WithMetadata(new HttpMethodMetadata([HttpMethods.Get]))
            .WithFunction("metrics")
            .AllowAnonymous()
            .DisableHttpMetrics()
            .ExcludeFromDescription();
    }
}
