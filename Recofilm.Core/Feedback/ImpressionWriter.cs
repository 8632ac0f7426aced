using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Recofilm.Core.Database;

namespace Recofilm.Core.Feedback;

/// <summary>
/// Writes served lists in batches, outside the requests. While the database does not answer, the writer retries one batch and
/// the queue fills up; a batch that the database refuses is dropped. When the program stops, the writer has a few seconds to
/// write the waiting lists.
/// </summary>
public sealed partial class ImpressionWriter(
    Impressions queue,
    ImpressionStore store,
    OnlineMetrics metrics,
    IOptions<ImpressionOptions> options,
    TimeProvider time,
    ILogger<ImpressionWriter> logger) : BackgroundService
{
    /// <summary>The largest number of lists that are written together.</summary>
    public const int BatchSize = 2_000;

    private static readonly TimeSpan _firstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _lastRetry = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan _drainTimeout = TimeSpan.FromSeconds(5);

    private readonly List<Impression> _batch = new(BatchSize);

    /// <summary>Writes the waiting lists, unless the database takes too long.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        using var drain = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        drain.CancelAfter(_drainTimeout);
        await WriteRestAsync(drain.Token);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await queue.WaitAsync(stoppingToken))
        {
            await Task.Delay(options.Value.FlushInterval, time, stoppingToken);
            while (Fill())
                await WriteUntilDoneAsync(stoppingToken);
        }
    }

    // Lists that a failed write left in the batch stay first.
    private bool Fill()
    {
        while (_batch.Count < BatchSize && queue.TryTake(out var list))
            _batch.Add(list);
        return _batch.Count > 0;
    }

    private async Task WriteUntilDoneAsync(CancellationToken cancellationToken)
    {
        for (var wait = _firstRetry;
            !await TryWriteAsync(cancellationToken);
            wait = wait * 2 < _lastRetry ? wait * 2 : _lastRetry)
        {
            await Task.Delay(wait, time, cancellationToken);
        }
    }

    private async Task WriteRestAsync(CancellationToken cancellationToken)
    {
        try
        {
            var keepsUp = true;
            while (keepsUp && Fill())
                keepsUp = await TryWriteAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            LogAbandoned(_batch.Count);
        }
    }

    private async Task<bool> TryWriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            var written = await store.WriteAsync(_batch, cancellationToken);
            metrics.Written(written);
            _batch.Clear();
            return true;
        }
        catch (Exception exception) when (DatabaseErrors.MeansUnavailable(exception))
        {
            LogRetry(exception, _batch.Count);
            return false;
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogRefused(exception, _batch.Count);
            metrics.Dropped(_batch.Count);
            _batch.Clear();
            return true;
        }
    }

    [LoggerMessage(EventId = 1, Level = LogLevel.Warning, Message = "{Lists} served lists wait: the database does not answer.")]
    private partial void LogRetry(Exception exception, int lists);

    [LoggerMessage(EventId = 2, Level = LogLevel.Error, Message = "{Lists} served lists are lost: the database refused them.")]
    private partial void LogRefused(Exception exception, int lists);

    [LoggerMessage(
        EventId = 3, Level = LogLevel.Warning,
        Message = "{Lists} served lists are lost: the program ended before the database took them.")]
    private partial void LogAbandoned(int lists);
}
