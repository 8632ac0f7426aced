using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Recofilm.Core.Feedback;

/// <summary>
/// Joins pending events to their lists: once at the start, for the events of a killed process, and every second while an
/// event that this instance accepted may still wait.
/// </summary>
public sealed partial class PendingEventJoiner(
    PendingEventStore store, OnlineMetrics metrics, TimeProvider time, ILogger<PendingEventJoiner> logger) : BackgroundService
{
    private static readonly TimeSpan _pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _pauseAfterFailure = TimeSpan.FromSeconds(10);

    // A list that is not in the database after this time was dropped.
    private static readonly TimeSpan _expiry = TimeSpan.FromMinutes(15);

    private readonly SemaphoreSlim _accepted = new(1);

    /// <summary>Wakes the joiner after this instance has accepted an event whose list is not in the database yet.</summary>
    public void Accepted()
    {
        if (_accepted.CurrentCount == 0)
            _accepted.Release();
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _accepted.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _accepted.WaitAsync(stoppingToken);
            while (await JoinAsync(stoppingToken))
            {
            }
        }
    }

    private async Task<bool> JoinAsync(CancellationToken stoppingToken)
    {
        await Task.Delay(_pause, time, stoppingToken);
        try
        {
            var joined = await store.JoinAsync(time.GetUtcNow() - _expiry, stoppingToken);
            metrics.EventsIngested(EventKind.Click, joined.Clicks);
            metrics.EventsIngested(EventKind.Play, joined.Plays);
            return joined.Left > 0;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogFailed(exception);
            await Task.Delay(_pauseAfterFailure, time, stoppingToken);
            return true;
        }
    }

    [LoggerMessage(
        EventId = 1, Level = LogLevel.Warning,
        Message = "Pending events wait: the database did not join them to their lists.")]
    private partial void LogFailed(Exception exception);
}
