using Recofilm.Functions.Hosting;

namespace Recofilm.Functions.Telemetry;

/// <summary>The destinations of traces, metrics and logs, from the variables that OpenTelemetry and Azure define.</summary>
/// <param name="OtlpEndpoint">The address of an OpenTelemetry collector, if there is one.</param>
/// <param name="AzureMonitor">The connection string of Application Insights, if there is one.</param>
/// <param name="UsesIdentity">Whether the program's identity authenticates to Application Insights.</param>
internal sealed record TelemetryDestinations(string? OtlpEndpoint, string? AzureMonitor, bool UsesIdentity)
{
    /// <summary>The address of a collector that speaks OTLP.</summary>
    public const string OtlpVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>The connection string of Application Insights.</summary>
    public const string AzureMonitorVariable = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>The way in which the Functions host, and therefore this program, authenticates to Application Insights.</summary>
    public const string AuthenticationVariable = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    /// <summary>Whether nothing is sent, so that Prometheus scrapes the metrics from /metrics.</summary>
    public bool IsScraped => OtlpEndpoint is null && AzureMonitor is null;

    /// <summary>Reads the environment.</summary>
    /// <exception cref="StartupException">A variable has an invalid value.</exception>
    public static TelemetryDestinations From(IConfiguration configuration)
    {
        var otlp = TextOf(configuration, OtlpVariable);
        if (otlp is not null && !(Uri.TryCreate(otlp, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            throw new StartupException($"{OtlpVariable} is \"{otlp}\": it must be an address such as http://localhost:4317.");
        var azureMonitor = TextOf(configuration, AzureMonitorVariable);
        if (azureMonitor?.Contains("InstrumentationKey=", StringComparison.OrdinalIgnoreCase) == false)
        {
            throw new StartupException(
                $"{AzureMonitorVariable} is not a connection string of Application Insights: it names no InstrumentationKey.");
        }

        return new TelemetryDestinations(otlp, azureMonitor, TextOf(configuration, AuthenticationVariable) is not null);
    }

    private static string? TextOf(IConfiguration configuration, string name) =>
        string.IsNullOrWhiteSpace(configuration[name]) ? null : configuration[name];
}
