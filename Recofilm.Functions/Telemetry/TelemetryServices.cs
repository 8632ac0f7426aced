using Azure.Core;
using Azure.Monitor.OpenTelemetry.Exporter;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using Recofilm.Core.Learning;
using Recofilm.Core.Online;
using Recofilm.Core.Serving;
using Recofilm.Core.Tracking;
using Recofilm.Functions.Hosting;

namespace Recofilm.Functions.Telemetry;

/// <summary>Traces, metrics and logs by OpenTelemetry.</summary>
internal static class TelemetryServices
{
    private const string ServiceName = "recofilm";

    /// <summary>Subscribes to what the program measures, and sends it where the environment says.</summary>
    public static void AddRecofilmTelemetry(this WebApplicationBuilder builder, CustomHandler handler)
    {
        var services = builder.Services;
        services.AddOptions<TelemetryOptions>()
            .BindConfiguration(TelemetryOptions.Section, binder => binder.ErrorOnUnknownConfiguration = true)
            .ValidateOnStart();
        services.AddSingleton<Microsoft.Extensions.Options.IValidateOptions<TelemetryOptions>, TelemetryOptionsValidator>();
        services.AddSingleton<LoginMetrics>();
        services.AddSingleton<SheddingMetrics>();
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

        // The switch must be thrown before the first client of Azure Storage is made.
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
        // A Functions host makes records of the lines on stdout by itself.
        if (handler.IsHosted && destinations.OtlpEndpoint is null)
            builder.Logging.AddFilter<OpenTelemetry.Logs.OpenTelemetryLoggerProvider>(category: null, LogLevel.None);
    }

    /// <summary>Begins to measure before anything happens that counts, so that every count starts at zero.</summary>
    public static void StartRecofilmTelemetry(this WebApplication app)
    {
        app.Services.GetRequiredService<MeterProvider>();
        app.Services.GetRequiredService<ServingMetrics>();
        app.Services.GetRequiredService<RecommendationMetrics>();
        app.Services.GetRequiredService<OnlineMetrics>();
        app.Services.GetRequiredService<LearningMetrics>();
        app.Services.GetRequiredService<TrackingMetrics>();
        app.Services.GetRequiredService<LoginMetrics>();
        app.Services.GetRequiredService<SheddingMetrics>();
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
