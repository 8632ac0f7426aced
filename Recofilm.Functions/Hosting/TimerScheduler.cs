using Cronos;

namespace Recofilm.Functions.Hosting;

/// <summary>
/// Starts the timer functions when no Functions host does, by the schedules of the same function.json files. Runs of
/// one function never overlap; a run that outlasts the next time due is followed by the one after.
/// </summary>
/// <param name="definitions">The functions as function.json describes them.</param>
/// <param name="timers">The timer functions that this program has.</param>
/// <param name="services">Makes them.</param>
/// <param name="time">The clock; schedules are in UTC.</param>
/// <param name="logger">Receives what each run reports.</param>
internal sealed partial class TimerScheduler(
    IReadOnlyList<FunctionDefinition> definitions,
    IEnumerable<TimerRegistration> timers,
    IServiceProvider services,
    TimeProvider time,
    ILogger<TimerScheduler> logger) : BackgroundService
{
    /// <summary>The first time due after an instant.</summary>
    /// <param name="schedule">A cron expression of six fields, seconds first.</param>
    /// <param name="now">The instant.</param>
    /// <exception cref="CronFormatException"><paramref name="schedule"/> is not such an expression.</exception>
    public static DateTimeOffset? NextAfter(string schedule, DateTimeOffset now) =>
        CronExpression.Parse(schedule, CronFormat.IncludeSeconds).GetNextOccurrence(now, TimeZoneInfo.Utc);

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        from timer in timers
        join definition in definitions on timer.Name equals definition.Name
        select RepeatAsync(timer, definition.Trigger.Schedule!, stoppingToken));

    private async Task RepeatAsync(TimerRegistration timer, string schedule, CancellationToken stoppingToken)
    {
        while (NextAfter(schedule, time.GetUtcNow()) is { } due)
        {
            LogNext(timer.Name, due);
            await DelayUntilAsync(due, stoppingToken);
            try
            {
                foreach (var line in await timer.Resolve(services).RunAsync(isPastDue: false, stoppingToken))
                    LogLine(timer.Name, line);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                LogFailure(timer.Name, exception);
            }
        }
    }

    // Timers may fire a little early, and the machine may sleep through the delay: look at the clock again each time.
    private async Task DelayUntilAsync(DateTimeOffset due, CancellationToken stoppingToken)
    {
        var longest = TimeSpan.FromHours(1);
        for (var wait = due - time.GetUtcNow(); wait > TimeSpan.Zero; wait = due - time.GetUtcNow())
            await Task.Delay(wait < longest ? wait : longest, time, stoppingToken);
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Information, Message = "Timer function {Function} runs next at {Due:O}")]
    private partial void LogNext(string function, DateTimeOffset due);

    [LoggerMessage(EventId = 2, Level = LogLevel.Information, Message = "Timer function {Function}: {Line}")]
    private partial void LogLine(string function, string line);

    [LoggerMessage(EventId = 3, Level = LogLevel.Error, Message = "Timer function {Function} failed")]
    private partial void LogFailure(string function, Exception exception);
}
