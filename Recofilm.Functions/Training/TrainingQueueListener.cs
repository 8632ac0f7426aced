using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.Options;
using Recofilm.Core.Training;

namespace Recofilm.Functions.Training;

/// <summary>
/// Handles the messages of the training queue when no Functions host does, by the rules of its queue trigger. A message is
/// hidden from others while it is handled, and deleted afterwards. A failed message comes again after a minute, and one that
/// was received too often moves to the poison queue, whose messages are recorded.
/// </summary>
internal sealed partial class TrainingQueueListener(
    TrainingQueue queue, TrainingFunction training, IOptions<TrainingOptions> options,
    TimeProvider time, ILogger<TrainingQueueListener> logger) : BackgroundService
{
    /// <summary>
    /// The time before a failed message comes again: <c>extensions.queues.visibilityTimeout</c> in host.json.
    /// </summary>
    public static readonly TimeSpan RetryDelay = TimeSpan.FromMinutes(1);

    // A stopping host waits half a minute at most.
    private static readonly TimeSpan _releaseTimeout = TimeSpan.FromSeconds(5);

    private bool _answered = true;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.PollInterval, time);
        do
        {
            try
            {
                while (await TryHandleAsync(stoppingToken))
                    continue;
                if (!_answered)
                    LogAnswersAgain();
                _answered = true;
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                if (_answered)
                    LogDoesNotAnswer(exception);
                _answered = false;
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    private async Task<bool> TryHandleAsync(CancellationToken stoppingToken)
    {
        if (await ReceiveAsync(queue.Poison, stoppingToken) is { } poison)
        {
            // A poison message that cannot be recorded stays hidden for a while, as with the trigger.
            if (await TryAsync(poison, training.RecordPoisonedAsync, stoppingToken))
                await DeleteAsync(queue.Poison, poison, poison.PopReceipt, stoppingToken);
            return true;
        }

        if (await ReceiveAsync(queue.Messages, stoppingToken) is not { } message)
            return false;
        if (message.DequeueCount > TrainingQueue.MaximumAttempts)
            await BuryAsync(message, message.PopReceipt, stoppingToken);
        else
            await HandleAsync(message, stoppingToken);
        return true;
    }

    private async Task HandleAsync(QueueMessage message, CancellationToken stoppingToken)
    {
        await using var hidden = new HiddenMessage(queue.Messages, message, options.Value.VisibilityTimeout, time);
        var isHandled = await TryAsync(message, training.RunAsync, stoppingToken);
        var receipt = await hidden.StopAsync();
        using var timeout = new CancellationTokenSource(_releaseTimeout, time);
        if (isHandled)
            await DeleteAsync(queue.Messages, message, receipt, timeout.Token);
        else if (message.DequeueCount >= TrainingQueue.MaximumAttempts)
            await BuryAsync(message, receipt, timeout.Token);
        else
            await ReleaseAsync(message, receipt, stoppingToken.IsCancellationRequested, timeout.Token);
    }

    private async Task<bool> TryAsync(
        QueueMessage message, Func<string, CancellationToken, Task> handle, CancellationToken stoppingToken)
    {
        try
        {
            await handle(message.MessageText, stoppingToken);
            return true;
        }
        catch (Exception exception)
        {
            if (!stoppingToken.IsCancellationRequested)
                LogFailure(exception, message.DequeueCount);
            return false;
        }
    }

    private async Task<QueueMessage?> ReceiveAsync(QueueClient messages, CancellationToken cancellationToken)
    {
        try
        {
            return (await messages.ReceiveMessageAsync(options.Value.VisibilityTimeout, cancellationToken)).Value;
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            // The queue does not exist yet; the sender of the first message creates it.
            return null;
        }
    }

    private async Task ReleaseAsync(QueueMessage message, string receipt, bool atOnce, CancellationToken cancellationToken) =>
        await queue.Messages.UpdateMessageAsync(
            message.MessageId, receipt, message.Body, visibilityTimeout: atOnce ? TimeSpan.Zero : RetryDelay,
            cancellationToken: cancellationToken);

    private async Task BuryAsync(QueueMessage message, string receipt, CancellationToken cancellationToken)
    {
        await queue.Poison.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        await queue.Poison.SendMessageAsync(message.MessageText, cancellationToken);
        await DeleteAsync(queue.Messages, message, receipt, cancellationToken);
    }

    private async Task DeleteAsync(
        QueueClient messages, QueueMessage message, string receipt, CancellationToken cancellationToken)
    {
        try
        {
            await messages.DeleteMessageAsync(message.MessageId, receipt, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status is 400 or 404)
        {
            // Another receiver has the message by now, and will find nothing left to do.
            LogTakenOver(exception);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A training message could not be handled, received {Count} times")]
    private partial void LogFailure(Exception exception, long count);

    [LoggerMessage(Level = LogLevel.Information, Message = "Another receiver has taken over a training message")]
    private partial void LogTakenOver(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The training queue does not answer")]
    private partial void LogDoesNotAnswer(Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "The training queue answers again")]
    private partial void LogAnswersAgain();
}
