using System.Text.Json;

namespace Recofilm.Functions.Hosting;

/// <summary>
/// The paths on which the Functions host starts the timer functions. They exist only behind a host: no function.json
/// lets a client's POST through to such a path, which a test asserts.
/// </summary>
internal static partial class TimerEndpoints
{
    /// <summary>Registers a timer function.</summary>
    public static IServiceCollection AddTimerFunction<TFunction>(this IServiceCollection services, string name)
        where TFunction : class, ITimerFunction =>
        services
            .AddSingleton<TFunction>()
            .AddSingleton(new TimerRegistration(name, provider => provider.GetRequiredService<TFunction>()));

    /// <summary>Runs the timer functions by their own schedules when no Functions host does.</summary>
    public static IServiceCollection AddTimerSchedules(this IServiceCollection services, CustomHandler handler)
    {
        if (handler.IsHosted)
            return services;
        return services.AddHostedService(provider => ActivatorUtilities.CreateInstance<TimerScheduler>(
            provider, Enabled(FunctionDefinition.ReadAll(AppContext.BaseDirectory), provider)));
    }

    /// <summary>Maps <c>POST /&lt;name&gt;</c> for every registered timer function when a Functions host is in front.</summary>
    public static void MapTimerFunctions(this WebApplication app, CustomHandler handler)
    {
        if (!handler.IsHosted)
            return;
        foreach (var timer in app.Services.GetServices<TimerRegistration>())
        {
            app.MapPost($"/{timer.Name}", context => RunAsync(context, timer))
                .WithFunction(timer.Name)
                // A training takes minutes and is no request.
                .DisableHttpMetrics()
                .ExcludeFromDescription();
        }
    }

    // Not an array: CreateInstance would take one for its list of arguments.
    private static List<FunctionDefinition> Enabled(IReadOnlyList<FunctionDefinition> functions, IServiceProvider provider)
    {
        var configuration = provider.GetRequiredService<IConfiguration>();
        return [.. functions.Where(function => function.IsEnabled(configuration))];
    }

    private static async Task RunAsync(HttpContext context, TimerRegistration timer)
    {
        var services = context.RequestServices;
        var logger = services.GetRequiredService<ILogger<TimerScheduler>>();
        var stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        TimerAnswer answer;
        try
        {
            var invocation = await JsonSerializer.DeserializeAsync(
                context.Request.Body, TimerJson.Default.TimerInvocation, context.RequestAborted);
            answer = TimerAnswer.Of(await timer.Resolve(services).RunAsync(invocation?.IsPastDue ?? false, stopping));
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailure(logger, timer.Name, exception);
            context.Response.StatusCode = StatusCodes.Status500InternalServerError;
            answer = TimerAnswer.Of([exception.Message]);
        }

        await context.Response.WriteAsJsonAsync(answer, TimerJson.Default.TimerAnswer, "application/json", CancellationToken.None);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Error, Message = "Timer function {Function} failed")]
    private static partial void LogFailure(ILogger logger, string function, Exception exception);
}
