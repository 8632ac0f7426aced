using Recofilm.Functions.Hosting;

namespace Recofilm.Functions.Telemetry;

/// <summary>Where traces, metrics and logs go, by the variables that OpenTelemetry and Azure define for that.</summary>
/// <param name="OtlpEndpoint">The address of an OpenTelemetry collector, if there is one.</param>
/// <param name="AzureMonitor">The connection string of Application Insights, if there is one.</param>
/// <param name="UsesIdentity">Whether Application Insights is written to by the program's identity.</param>
internal sealed record TelemetryDestinations(string? OtlpEndpoint, string? AzureMonitor, bool UsesIdentity)
{
    /// <summary>The address of a collector that speaks OTLP.</summary>
    public const string OtlpVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>The connection string of Application Insights.</summary>
    public const string AzureMonitorVariable = "APPLICATIONINSIGHTS_CONNECTION_STRING";

    /// <summary>How the Functions host, and therefore this program, proves to Application Insights who it is.</summary>
    public const string AuthenticationVariable = "APPLICATIONINSIGHTS_AUTHENTICATION_STRING";

    /// <summary>Whether nothing is sent, so that metrics wait at /metrics to be fetched.</summary>
    public bool IsScraped => OtlpEndpoint is null && AzureMonitor is null;

    /// <summary>Reads the environment.</summary>
    /// <exception cref="StartupException">A variable is set to what it cannot be.</exception>
    public static TelemetryDestinations From(IConfiguration configuration)
    {
        var otlp = TextOf(configuration, OtlpVariable);
        if (otlp is not null && !(Uri.TryCreate(otlp, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"))
            throw new StartupException($"{OtlpVariable} is \"{otlp}\": it must be an address such as http://localhost:4317.");
        var azureMonitor = TextOf(configuration, AzureMonitorVariable);
        if (azureMonitor?.Contains("InstrumentationKey=", StringComparison.OrdinalIgnoreCase) == false)
            throw new StartupException($"{AzureMonitorVariable} is not a connection string of Application Insights: it names no InstrumentationKey.");
        return new TelemetryDestinations(otlp, azureMonitor, TextOf(configuration, AuthenticationVariable) is not null);
    }

    private static string? TextOf(IConfiguration configuration, string name) =>
        string.IsNullOrWhiteSpace(configuration[name]) ? null : configuration[name];
}
