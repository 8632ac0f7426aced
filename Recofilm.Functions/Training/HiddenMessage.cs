using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Recofilm.Functions.Training;

/// <summary>Keeps a message hidden from other receivers while it is handled.</summary>
internal sealed class HiddenMessage : IAsyncDisposable
{
    private readonly CancellationTokenSource _done = new();
    private readonly Task _renewal;
    private string _receipt;

    /// <summary>Begins to renew the message's invisibility.</summary>
    public HiddenMessage(QueueClient queue, QueueMessage message, TimeSpan timeout, TimeProvider time)
    {
        _receipt = message.PopReceipt;
        _renewal = RenewAsync(queue, message, timeout, time);
    }

    /// <summary>Stops renewing.</summary>
    /// <returns>The receipt with which the message can be deleted or released.</returns>
    public async Task<string> StopAsync()
    {
        await _done.CancelAsync();
        await _renewal;
        return _receipt;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _done.Dispose();
    }

    private async Task RenewAsync(QueueClient queue, QueueMessage message, TimeSpan timeout, TimeProvider time)
    {
        // Half of the timeout leaves time for another attempt. If both fail, the run may begin twice, which is safe.
        using var timer = new PeriodicTimer(timeout / 2, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_done.Token))
                await TryRenewAsync(queue, message, timeout);
        }
        catch (OperationCanceledException)
        {
            // The message was handled.
        }
    }

    private async Task TryRenewAsync(QueueClient queue, QueueMessage message, TimeSpan timeout)
    {
        try
        {
            // Not cancelled: if the service renewed but the receipt were lost, the message could not be deleted.
            var renewed = await queue.UpdateMessageAsync(
                message.MessageId, _receipt, message.Body, timeout, CancellationToken.None);
            _receipt = renewed.Value.PopReceipt;
        }
        catch (Exception exception) when (exception is RequestFailedException or AggregateException)
        {
            // The service does not answer, or another receiver has the message by now.
        }
    }
}
