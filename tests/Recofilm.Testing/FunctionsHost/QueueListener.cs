using System.Buffers;
using System.Globalization;
using System.Text.Json;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Google.Protobuf;
using Recofilm.Testing.FunctionsHost.Protocol;

namespace Recofilm.Testing.FunctionsHost;

/// <summary>
/// Handles the messages of a function's queue as the storage extension does (QueueListener, QueueProcessor). It receives up to
/// a batch of messages at a time, hides them for a while, and renews this halfway while the function runs. A message is deleted
/// when the function succeeds, visible again when it fails, and moved to the poison queue after the allowed attempts.
/// </summary>
internal sealed class QueueListener : IAsyncDisposable
{
    private static readonly TimeSpan _shortestPoll = TimeSpan.FromMilliseconds(100);

    private static readonly SearchValues<char> _letters = SearchValues.Create("-0123456789abcdefghijklmnopqrstuvwxyz");

    private readonly HostedFunction _function;
    private readonly HostFile.QueueOptions _options;
    private readonly TimeSpan _visibility;
    private readonly QueueClient _queue;
    private readonly QueueClient _poison;
    private readonly Func<HostedFunction, TriggerInput, CancellationToken, Task<InvocationResult>> _invoke;
    private readonly CancellationTokenSource _stopPolling = new();
    private readonly CancellationTokenSource _stopFunctions = new();
    private readonly List<Task> _processing = [];
    private Task _polling = Task.CompletedTask;

    /// <summary>Creates the listener, which does not poll yet.</summary>
    public QueueListener(
        HostedFunction function, AppSettings settings, HostFile.QueueOptions options, TimeSpan visibility,
        Func<HostedFunction, TriggerInput, CancellationToken, Task<InvocationResult>> invoke)
    {
        (_function, _options, _visibility, _invoke) = (function, options, visibility, invoke);
        var service = new QueueServiceClient(settings.GetConnectionString(function.Trigger.Text("connection")), new()
        {
            MessageEncoding = options.IsBase64 ? QueueMessageEncoding.Base64 : QueueMessageEncoding.None,
        });
        _queue = service.GetQueueClient(NameOf(function, settings));
        _poison = service.GetQueueClient($"{_queue.Name}-poison");
    }

    /// <summary>Returns the name of a function's queue in lower case, as the extension does.</summary>
    /// <exception cref="FunctionsHostException">The function names no queue, or a setting that does not exist.</exception>
    public static string NameOf(HostedFunction function, AppSettings settings)
    {
        var name = settings.Resolve(function.QueueName ?? "").ToLowerInvariant();
        if (name.Length is < 3 or > 63 || name.AsSpan().ContainsAnyExcept(_letters))
            throw new FunctionsHostException($"queueName must be 3 to 63 letters, digits or '-'; got '{name}'.");
        return name;
    }

    /// <summary>Starts to poll.</summary>
    public void Start() => _polling = Task.Run(PollAsync);

    /// <summary>Stops receiving messages; running functions are not told.</summary>
    public async Task StopPollingAsync()
    {
        await _stopPolling.CancelAsync();
        await _polling;
    }

    /// <summary>
    /// Stops receiving messages, cancels the running functions and waits for their end. The message of a failed function is
    /// visible again at once; that of a function whose worker died is visible when its time ends.
    /// </summary>
    public async ValueTask DisposeAsync()
    {
        await StopPollingAsync();
        await _stopFunctions.CancelAsync();
        await Task.WhenAll(_processing);
        _stopPolling.Dispose();
        _stopFunctions.Dispose();
    }

    private async Task PollAsync()
    {
        var pause = _shortestPoll;
        try
        {
            while (true)
            {
                var messages = await ReceiveAsync();
                _processing.AddRange(messages.Select(ProcessAsync));
                while (_processing.Count > _options.NewBatchThreshold)
                    await EndOfOneAsync();
                if (messages.Length > 0)
                {
                    pause = _shortestPoll;
                    continue;
                }

                await Task.Delay(pause, _stopPolling.Token);
                pause = pause * 2 < _options.MaxPollingInterval ? pause * 2 : _options.MaxPollingInterval;
            }
        }
        catch (OperationCanceledException) when (_stopPolling.IsCancellationRequested)
        {
            // The host is stopping.
        }
    }

    private async Task EndOfOneAsync()
    {
        var ended = await Task.WhenAny(_processing);
        _processing.Remove(ended);
        await ended;
    }

    // The extension waits for a queue that does not exist yet, and for one that does not answer.
    private async Task<QueueMessage[]> ReceiveAsync()
    {
        try
        {
            return await _queue.ExistsAsync(_stopPolling.Token)
                ? (await _queue.ReceiveMessagesAsync(_options.BatchSize, _visibility, _stopPolling.Token)).Value
                : [];
        }
        catch (RequestFailedException exception) when (exception.Status is 404 or 409 or >= 500)
        {
            return [];
        }
    }

    private async Task ProcessAsync(QueueMessage message)
    {
        if (message.DequeueCount > _options.MaxDequeueCount)
        {
            await MoveToPoisonAsync(message, message.PopReceipt);
            return;
        }

        using var done = new CancellationTokenSource();
        var renewal = RenewAsync(message, done.Token);
        var result = await _invoke(_function, InputOf(message), _stopFunctions.Token);
        await done.CancelAsync();
        var receipt = await renewal;
        try
        {
            if (result.Succeeded)
                await _queue.DeleteMessageAsync(message.MessageId, receipt);
            else if (message.DequeueCount >= _options.MaxDequeueCount)
                await MoveToPoisonAsync(message, receipt);
            else if (result.IsAnswered)
                await _queue.UpdateMessageAsync(message.MessageId, receipt, visibilityTimeout: _options.VisibilityTimeout);
        }
        catch (RequestFailedException exception) when (exception.Status is 400 or 404)
        {
            // Another host took the message over, or it is gone.
        }
    }

    private async Task<string> RenewAsync(QueueMessage message, CancellationToken done)
    {
        var receipt = message.PopReceipt;
        try
        {
            while (true)
            {
                await Task.Delay(_visibility / 2, done);
                UpdateReceipt renewed = await _queue.UpdateMessageAsync(
                    message.MessageId, receipt, visibilityTimeout: _visibility, cancellationToken: CancellationToken.None);
                receipt = renewed.PopReceipt;
            }
        }
        catch (OperationCanceledException)
        {
            return receipt;
        }
    }

    private async Task MoveToPoisonAsync(QueueMessage message, string receipt)
    {
        await _poison.CreateIfNotExistsAsync();
        await _poison.SendMessageAsync(message.Body);
        await _queue.DeleteMessageAsync(message.MessageId, receipt);
    }

    // QueueTriggerBinding gives text, or the whole message to a function that asks for QueueMessage or BinaryData
    // (StorageQueueMessageToParameterBindingDataConverter).
    private TriggerInput InputOf(QueueMessage message)
    {
        var text = message.Body.ToString();
        var data = _function.Trigger.IsDeferred
            ? new TypedData
            {
                ModelBindingData = new ModelBindingData
                {
                    Version = "1.0",
                    Source = "AzureStorageQueues",
                    ContentType = "application/json",
                    Content = ByteString.CopyFrom(new BinaryData(message)),
                },
            }
            : new TypedData { String = text };
        return new TriggerInput(data, new Dictionary<string, TypedData>
        {
            ["QueueTrigger"] = new() { String = text },
            ["DequeueCount"] = new() { Json = message.DequeueCount.ToString(CultureInfo.InvariantCulture) },
            ["ExpirationTime"] = Time(message.ExpiresOn),
            ["Id"] = new() { String = message.MessageId },
            ["InsertionTime"] = Time(message.InsertedOn),
            ["NextVisibleTime"] = Time(message.NextVisibleOn),
            ["PopReceipt"] = new() { String = message.PopReceipt },
        });
    }

    private static TypedData Time(DateTimeOffset? time) => new()
    {
        Json = JsonSerializer.Serialize(time ?? DateTimeOffset.MaxValue),
    };
}
