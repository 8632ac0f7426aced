using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Specialized;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Recofilm.Core.Configuration;
using Recofilm.Core.Database.Training;

namespace Recofilm.Core.Training;

/// <summary>
/// The storage queue in which trainings wait. Names, encoding and the number of attempts match the queue trigger of Azure
/// Functions, so that a Functions host and this program can receive each other's messages.
/// </summary>
public sealed partial class TrainingQueue(
    QueueServiceClient service, QueuedRunStore runs, IOptions<TrainingOptions> options, ILogger<TrainingQueue> logger)
{
    /// <summary>
    /// The number of times a message is received before it counts as poison, and a run is begun: the same number as
    /// <c>extensions.queues.maxDequeueCount</c> in host.json.
    /// </summary>
    public const int MaximumAttempts = 5;

    /// <summary>The suffix of the poison queue's name.</summary>
    public const string PoisonSuffix = "-poison";

    // A message must outlive any backlog; the service's default deletes it after seven days.
    private static readonly TimeSpan _forever = TimeSpan.FromSeconds(-1);

    /// <summary>The time that a message waits before another attempt when another training is under way.</summary>
    internal static readonly TimeSpan Deferral = TimeSpan.FromSeconds(30);

    /// <summary>The queue of messages.</summary>
    public QueueClient Messages { get; } = service.GetQueueClient(options.Value.Queue);

    /// <summary>The queue of messages that could not be handled.</summary>
    public QueueClient Poison { get; } = service.GetQueueClient(options.Value.Queue + PoisonSuffix);

    /// <summary>
    /// Asks for a training. Returns a waiting run if there is one; for feedback and drift also a run under way.
    /// </summary>
    /// <returns>The run that will train.</returns>
    /// <exception cref="RequestFailedException">The message could not be sent; another call sends it.</exception>
    public async Task<long> EnqueueAsync(TrainingTrigger trigger, CancellationToken cancellationToken = default)
    {
        var orRunning = trigger is TrainingTrigger.Feedback or TrainingTrigger.Drift;
        var run = await runs.EnqueueAsync(
            trigger.ToSnakeCase(), TrainingKinds.Of(trigger).ToSnakeCase(), orRunning, cancellationToken);
        if (!run.IsSent)
            await SendAsync(run, cancellationToken);
        return run.RunId;
    }

    /// <summary>Asks for a full training if none has run since one was due.</summary>
    /// <returns>The run; <see langword="null"/> when none is overdue, or another instance has asked.</returns>
    /// <exception cref="RequestFailedException">The message could not be sent; <see cref="ResendAsync"/> sends it.</exception>
    public async Task<long?> EnqueueOverdueAsync(DateTimeOffset due, CancellationToken cancellationToken = default)
    {
        if (await runs.EnqueueOverdueAsync(TrainingTrigger.Overdue.ToSnakeCase(), due, cancellationToken) is not { } run)
            return null;
        await SendAsync(run, cancellationToken);
        return run.RunId;
    }

    /// <summary>
    /// Sends the messages of waiting runs again that have not changed since a time; their process may have died between recording
    /// the run and sending its message.
    /// </summary>
    public async Task ResendAsync(DateTimeOffset since, CancellationToken cancellationToken = default)
    {
        foreach (var run in await runs.TakeUnsentAsync(since, cancellationToken))
        {
            await SendAsync(run, cancellationToken);
            LogResent(run.RunId);
        }
    }

    /// <summary>
    /// Sends a message once more, which then has all its attempts. The caller acknowledges the message that it received.
    /// </summary>
    /// <param name="message">The message.</param>
    /// <param name="delay">The time before it can be received; <see langword="null"/> for none.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="RequestFailedException">The message could not be sent.</exception>
    public async Task RepeatAsync(
        TrainingMessage message, TimeSpan? delay, CancellationToken cancellationToken = default)
    {
        await SendAsync(message.ToJson(), delay, cancellationToken);
        await runs.SentAsync(message.RunId, cancellationToken);
    }

    /// <summary>Sends a message; creates the queue when it is missing.</summary>
    /// <param name="text">The message.</param>
    /// <param name="delay">The time before it can be received; <see langword="null"/> for none.</param>
    /// <exception cref="RequestFailedException">The message could not be sent.</exception>
    internal async Task SendAsync(string text, TimeSpan? delay, CancellationToken cancellationToken)
    {
        try
        {
            await Messages.SendMessageAsync(text, delay, _forever, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            await Messages.CreateIfNotExistsAsync(cancellationToken: cancellationToken);
            await Messages.SendMessageAsync(text, delay, _forever, cancellationToken);
        }
    }

    /// <summary>Moves a message that is not base64 to the poison queue, because the client cannot deliver it.</summary>
    internal static async Task BuryUndecodableAsync(QueueMessageDecodingFailedEventArgs failed)
    {
        if (failed.ReceivedMessage is not { } message)
            return;
        var poison = failed.Queue.GetParentQueueServiceClient().GetQueueClient(failed.Queue.Name + PoisonSuffix);
        await poison.CreateIfNotExistsAsync(cancellationToken: failed.CancellationToken);
        await poison.SendMessageAsync(message.Body, cancellationToken: failed.CancellationToken);
        await failed.Queue.DeleteMessageAsync(message.MessageId, message.PopReceipt, failed.CancellationToken);
    }

    private async Task SendAsync(QueuedRun run, CancellationToken cancellationToken)
    {
        var message = new TrainingMessage(
            run.RunId, SnakeCase.Parse<TrainingTrigger>(run.Trigger), SnakeCase.Parse<TrainingKind>(run.Kind));
        try
        {
            await SendAsync(message.ToJson(), delay: null, cancellationToken);
        }
        catch
        {
            await runs.NotSentAsync(run.RunId, CancellationToken.None);
            throw;
        }

        LogSent(run.RunId, message.Trigger, message.Kind);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Training run {RunId} ({Trigger}, {Kind}) waits in the queue.")]
    private partial void LogSent(long runId, TrainingTrigger trigger, TrainingKind kind);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The message of training run {RunId} was lost or late; sent it again.")]
    private partial void LogResent(long runId);
}
