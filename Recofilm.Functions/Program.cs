using Recofilm.Core;
using Recofilm.Core.Configuration;
using Recofilm.Functions.Hosting;
using Recofilm.Functions.Telemetry;

namespace Recofilm.Functions;

/// <summary>Composes the program: one pipeline, served by Kestrel or through the Functions host that started it.</summary>
internal static class Program
{
    /// <summary>Runs until it is stopped.</summary>
    public static Task<int> Main(string[] args) => StartupFailure.ReportAsync(async () =>
    {
        await using var app = Create(args);
        app.StartRecofilmTelemetry();
        app.BeginLoading();
        await app.UseApi().MapApi().RunAsync();
    });

    /// <summary>Builds the program without its middleware and endpoints.</summary>
    public static WebApplication Create(string[] args)
    {
        var builder = WebApplication.CreateSlimBuilder(HostEnvironment.Options(args));
        var isHosted = FunctionsHost.HasStarted(args);
        builder.Logging.ClearProviders();
        if (isHosted)
            builder.UseFunctionsServer(args);
        else
            builder.UseOwnServer();
        builder.AddRequestLogFile();
        builder.AddRecofilmTelemetry(isHosted);
        builder.Services.AddRecofilmCore(builder.Configuration);
        builder.Services.AddApi(builder.Configuration);
        builder.Services.RefuseUnknownSettings(builder.Configuration);
        return builder.Build();
    }
}
