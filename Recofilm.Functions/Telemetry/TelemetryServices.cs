using Azure.Core;
using Azure.Monitor.OpenTelemetry.Exporter;
using Microsoft.Azure.Functions.Worker.OpenTelemetry;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Recofilm.Core.Configuration;
using Recofilm.Core.Database;
using Recofilm.Core.Feedback;
using Recofilm.Core.Monitoring;
using Recofilm.Core.Serving;
using Recofilm.Core.Tracking;

namespace Recofilm.Functions.Telemetry;

/// <summary>Exports traces, metrics and logs by OpenTelemetry.</summary>
internal static class TelemetryServices
{
    private const string ServiceName = "recofilm";

    /// <summary>Subscribes to the program's measurements, and sends them to the destinations of the environment.</summary>
    public static void AddRecofilmTelemetry(this WebApplicationBuilder builder, bool isHosted)
    {
        var services = builder.Services;
        services.AddSettings<TelemetryOptions>(builder.Configuration, TelemetryOptions.Section);
        services.AddSingleton<LoginMetrics>();
        services.AddSingleton<DatabaseMetrics>();
        services.AddHostedService<DatabaseProbe>();

        var destinations = TelemetryDestinations.From(builder.Configuration);
        var telemetry = services.AddOpenTelemetry()
            .ConfigureResource(resource => resource
                .AddService(ServiceName, serviceVersion: typeof(TelemetryServices).Assembly.GetName().Version?.ToString(3))
                .AddEnvironmentVariableDetector())
            .WithMetrics(metrics => Measure(metrics, destinations));
        if (destinations.IsScraped)
            return;

        // The switch must be set before the first client of Azure Storage is created.
        AppContext.SetSwitch("Azure.Experimental.EnableActivitySource", true);
        telemetry.WithTracing(Trace);
        if (destinations.OtlpEndpoint is not null)
            telemetry.UseOtlpExporter();
        if (destinations.AzureMonitor is not null)
            telemetry.UseAzureMonitorExporter();
        services.AddOptions<AzureMonitorExporterOptions>().Configure<IServiceProvider>((options, provider) =>
        {
            options.ConnectionString = destinations.AzureMonitor;
            if (destinations.UsesIdentity)
                options.Credential = provider.GetRequiredService<TokenCredential>();
        });
        // Names the app and the invocation, and tells the host not to export this program's telemetry as well.
        if (isHosted)
            telemetry.UseFunctionsWorkerDefaults();
    }

    /// <summary>Creates all instruments before the first countable event, so that every count starts at zero.</summary>
    public static void StartRecofilmTelemetry(this WebApplication app)
    {
        app.Services.GetRequiredService<MeterProvider>();
        app.Services.GetRequiredService<ServingMetrics>();
        app.Services.GetRequiredService<RecommendationMetrics>();
        app.Services.GetRequiredService<OnlineMetrics>();
        app.Services.GetRequiredService<LearningMetrics>();
        app.Services.GetRequiredService<TrackingMetrics>();
        app.Services.GetRequiredService<LoginMetrics>();
        app.Services.GetRequiredService<AdmissionMetrics>();
        app.Services.GetRequiredService<DatabaseMetrics>();
    }

    private static void Measure(MeterProviderBuilder metrics, TelemetryDestinations destinations)
    {
        metrics.AddMeter("Recofilm.*", "Microsoft.AspNetCore.Hosting", "Npgsql", "System.Runtime");
        if (destinations.IsScraped)
            metrics.AddPrometheusExporter();
    }

    private static void Trace(TracerProviderBuilder tracing) => tracing
        .AddAspNetCoreInstrumentation()
        .AddSource("Recofilm.*", "Npgsql", "Azure.Storage.Blobs.*", "System.Net.Http");
}
