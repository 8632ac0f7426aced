using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Recofilm.Core.Database.Training;

namespace Recofilm.Core.Training;

/// <summary>
/// Runs the training that a message of the queue asks for. A return acknowledges the message; an exception makes it come
/// again. A message may arrive twice, and again after its process has died: the lease keeps two runs from overlapping, and the
/// run's record shows whether there is anything left to do.
/// </summary>
public sealed partial class QueuedTrainings(
    TrainingPipeline pipeline, TrainingQueue queue, QueuedRunStore runs, BlobContainerClient container,
    IOptions<TrainingOptions> options, TrainingTelemetry telemetry, TimeProvider time, ILogger<QueuedTrainings> logger)
{
    private const int LongestLoggedText = 1_000;

    // A program that stops has a few seconds in all.
    private static readonly TimeSpan _repeatTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Trains the run of a message, or puts the message behind a training under way.</summary>
    /// <param name="text">The message.</param>
    /// <param name="cancellationToken">
    /// Stops the training, which then waits again behind a message of its own: a program that stops uses up no attempt.
    /// </param>
    /// <exception cref="OperationCanceledException">The training was stopped, and the message could not be repeated.</exception>
    /// <exception cref="Exception">
    /// The training could not end or its end could not be recorded; the message must come again.
    /// </exception>
    public async Task RunAsync(string text, CancellationToken cancellationToken = default)
    {
        var message = TrainingMessage.Parse(text);
        TrainingResult result;
        try
        {
            result = await pipeline.RunQueuedAsync(message, progress: null, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            using var timeout = new CancellationTokenSource(_repeatTimeout, time);
            await queue.RepeatAsync(message, delay: null, timeout.Token);
            LogStopped(message.RunId);
            return;
        }
        catch (Exception exception) when (exception is not OperationCanceledException and not TrainingLeaseLostException)
        {
            // A recorded failure is final. Any other failure leaves the run waiting.
            if (!await runs.IsFinishedAsync(message.RunId, cancellationToken))
                throw;
            return;
        }

        if (result.Status != TrainingStatus.AlreadyRunning)
            return;
        if (await runs.IsFinishedAsync(message.RunId, cancellationToken))
        {
            LogRepeated(message.RunId);
            return;
        }

        await queue.RepeatAsync(message, TrainingQueue.Deferral, cancellationToken);
        LogDeferred(message.RunId);
    }

    /// <summary>Records a message that used up its attempts: its run has failed.</summary>
    /// <exception cref="InvalidOperationException">The run is still under way; the message must come again later.</exception>
    public async Task RecordPoisonedAsync(string text, CancellationToken cancellationToken = default)
    {
        TrainingMessage message;
        try
        {
            message = TrainingMessage.Parse(text);
        }
        catch (InvalidDataException exception)
        {
            telemetry.Poisoned();
            LogUnreadable(exception, text.Length <= LongestLoggedText ? text : text[..LongestLoggedText]);
            return;
        }

        // The holder of the lease may be training this run because of another message.
        await using var lease = await TrainingLease.TryAcquireAsync(
            container, options.Value.LeaseDuration, time, cancellationToken);
        if (await runs.GiveUpAsync(message.RunId, Reason, evenRunning: lease is not null, cancellationToken))
        {
            telemetry.Poisoned();
            LogPoisoned(message.RunId);
        }
        else if (lease is null && !await runs.IsFinishedAsync(message.RunId, cancellationToken))
        {
            throw new InvalidOperationException($"Training run {message.RunId} is under way; its poison message stays.");
        }
    }

    /// <summary>The error of a run that used up its attempts.</summary>
    internal static string Reason { get; } =
        $"Given up after {TrainingQueue.MaximumAttempts} attempts: "
            + "each process that trained it died or could not record how it ended.";

    [LoggerMessage(
        Level = LogLevel.Information, Message = "Training run {RunId} has already ended; its message is a repetition.")]
    private partial void LogRepeated(long runId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Training run {RunId} waits for another process: this one stops.")]
    private partial void LogStopped(long runId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Training run {RunId} waits for the training under way.")]
    private partial void LogDeferred(long runId);

    [LoggerMessage(Level = LogLevel.Error, Message = "Training run {RunId} was given up: its message became poison.")]
    private partial void LogPoisoned(long runId);

    [LoggerMessage(Level = LogLevel.Error, Message = "A message of the training queue is not one of ours: {Text}")]
    private partial void LogUnreadable(Exception exception, string text);
}
