using Recofilm.Functions.Telemetry;
using Recofilm.Functions.Training;

namespace Recofilm.Functions.Hosting;

/// <summary>Runs the program without a Functions host: Kestrel serves it, and it starts its timer functions itself.</summary>
internal static class OwnServer
{
    /// <summary>
    /// Adds the parts that a Functions host would provide: the log on stdout, the timers and the training queue.
    /// </summary>
    public static void UseOwnServer(this WebApplicationBuilder builder)
    {
        builder.Logging.AddJsonLines();
        builder.Services.AddTimer<NightlyTrainingFunction>();
        builder.Services.AddTimer<FeedbackTrainingFunction>();
        builder.Services.AddSingleton<TrainingFunction>().AddHostedService<TrainingQueueListener>();
    }

    private static void AddTimer<TFunction>(this IServiceCollection services)
        where TFunction : class, ITimerFunction =>
        services.AddSingleton<TFunction>().AddHostedService<TimerScheduler<TFunction>>();
}
