using Azure.Storage.Blobs;
using Cronos;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Recofilm.Core.Database.Training;

namespace Recofilm.Core.Training;

/// <summary>
/// Recovers trainings when a timer does not fire, a message is lost or a process dies. Every serving instance looks for them,
/// and each recovery is made once.
/// </summary>
public sealed partial class OverdueTrainingWatch(
    TrainingQueue queue, QueuedRunStore runs, BlobContainerClient container, IOptions<TrainingOptions> options,
    TimeProvider time, ILogger<OverdueTrainingWatch> logger) : BackgroundService
{
    private static readonly TimeSpan _firstLook = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan _interval = TimeSpan.FromMinutes(5);

    // After a process dies, the Functions host hides its message from others for ten minutes.
    private static readonly TimeSpan _messageTimeout = TimeSpan.FromMinutes(15);

    // The longest lease, plus a minute for clocks that differ.
    private static readonly TimeSpan _startTimeout = TimeSpan.FromMinutes(2);

    /// <summary>Finds the last time at or before a moment at which a schedule asked for a run.</summary>
    /// <param name="schedule">A cron expression of six fields, seconds first; times are UTC.</param>
    /// <param name="moment">The latest time that counts.</param>
    public static DateTimeOffset? LastDue(string schedule, DateTimeOffset moment) =>
        CronExpression.Parse(schedule, CronFormat.IncludeSeconds)
            .GetPreviousOccurrence(moment, TimeZoneInfo.Utc, inclusive: true);

    /// <summary>Looks for interrupted, lost and overdue runs now, and asks for them again.</summary>
    /// <returns>The run that replaces an overdue one; <see langword="null"/> when none is overdue.</returns>
    public async Task<long?> LookAsync(CancellationToken cancellationToken = default)
    {
        var now = time.GetUtcNow();
        if (!await TrainingLease.IsHeldAsync(container, cancellationToken))
        {
            await runs.CloseInterruptedAsync(now - _startTimeout, cancellationToken);
            await queue.ResendAsync(now - _messageTimeout, cancellationToken);
        }

        if (LastDue(options.Value.Schedule, now - options.Value.OverdueMargin) is not { } due)
            return null;
        var runId = await queue.EnqueueOverdueAsync(due, cancellationToken);
        if (runId is not null)
            LogOverdue(due, runId.Value);
        return runId;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(_firstLook, time, stoppingToken);
        using var timer = new PeriodicTimer(_interval, time);
        do
        {
            try
            {
                await LookAsync(stoppingToken);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotLooked(exception);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(
        Level = LogLevel.Warning,
        Message = "No full training has run since {Due:O}, when one was due: run {RunId} makes up for it. Check the timer.")]
    private partial void LogOverdue(DateTimeOffset due, long runId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The look for overdue trainings failed; the next one tries again.")]
    private partial void LogNotLooked(Exception exception);
}
