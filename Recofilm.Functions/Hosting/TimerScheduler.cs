using Cronos;
using Microsoft.Azure.Functions.Worker;

namespace Recofilm.Functions.Hosting;

/// <summary>
/// Starts a timer function on its schedule when no Functions host does. Runs never overlap; due times during a run are
/// skipped.
/// </summary>
internal sealed partial class TimerScheduler<TFunction>(
    TFunction function, IConfiguration configuration, TimeProvider time, ILogger<TFunction> logger) : BackgroundService
    where TFunction : ITimerFunction
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The Functions host uses the same switch to disable a function.
        if (configuration.GetValue<bool>($"AzureWebJobs:{TFunction.Name}:Disabled"))
            return;
        var schedule = CronExpression.Parse(function.Schedule, CronFormat.IncludeSeconds);
        while (schedule.GetNextOccurrence(time.GetUtcNow(), TimeZoneInfo.Utc) is { } due)
        {
            LogNext(TFunction.Name, due);
            await DelayUntilAsync(due, stoppingToken);
            try
            {
                await function.RunAsync(new TimerInfo(), stoppingToken);
            }
            catch (Exception exception)
                when (exception is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                LogFailure(TFunction.Name, exception);
            }
        }
    }

    // Timers may fire a little early, and the machine may sleep through the delay, so the clock is read again each time.
    private async Task DelayUntilAsync(DateTimeOffset due, CancellationToken stoppingToken)
    {
        var longest = TimeSpan.FromHours(1);
        for (var wait = due - time.GetUtcNow(); wait > TimeSpan.Zero; wait = due - time.GetUtcNow())
            await Task.Delay(wait < longest ? wait : longest, time, stoppingToken);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Timer function {Function} runs next at {Due:O}")]
    private partial void LogNext(string function, DateTimeOffset due);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "Timer function {Function} failed")]
    private partial void LogFailure(string function, Exception exception);
}
