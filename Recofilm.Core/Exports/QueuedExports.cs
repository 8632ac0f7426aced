using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Recofilm.Core.Database.Exports;
using Recofilm.Core.Popularity;
using Recofilm.Core.Training;

namespace Recofilm.Core.Exports;

/// <summary>
/// Makes the export that a message of the queue asks for. A return acknowledges the message; an exception makes it come again.
/// A message may arrive twice, and again after its process has died: the lease of the output keeps two runs apart, and the
/// unfinished lists tell the next run where to go on.
/// </summary>
public sealed partial class QueuedExports(
    ListExporter exporter, ExportStore exports, TrainingQueue queue, BlobContainerClient container,
    TrainingTelemetry telemetry, IOptions<TrainingOptions> options, TimeProvider time, ILogger<QueuedExports> logger)
{
    // An instance that stops has little time.
    private static readonly TimeSpan _repeatTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _recordInterval = TimeSpan.FromSeconds(2);

    /// <summary>Makes an export, or the rest of one.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">
    /// Stops the export, which then waits again behind a message of its own: a program that stops uses up no attempt.
    /// </param>
    /// <exception cref="OperationCanceledException">The export was stopped, and the message could not be repeated.</exception>
    /// <exception cref="Exception">The export could not be made this time; the message must come again.</exception>
    public async Task RunAsync(ExportMessage message, CancellationToken cancellationToken = default)
    {
        if (await exports.FindAsync(message.ExportId, cancellationToken) is not { FinishedAt: null } export)
        {
            LogRepeated(message.ExportId);
            return;
        }

        try
        {
            await using var target = await OpenAsync(export, cancellationToken);
            if (await exports.ClaimAsync(export.ExportId, TrainingQueue.MaximumAttempts, cancellationToken) is { } attempt)
                await RunAsync(export, attempt, target, cancellationToken);
            else
                await GiveUpAsync(export, target, cancellationToken);
        }
        catch (ExportRunningException)
        {
            // The other run may still die, so a message must stay.
            await queue.SendAsync(message.ToJson(), TrainingQueue.Deferral, cancellationToken);
            LogDeferred(message.ExportId);
        }
    }

    /// <summary>Records a message that used up its attempts: its export has failed.</summary>
    /// <exception cref="ExportRunningException">The export is under way; the message must come again later.</exception>
    public async Task RecordPoisonedAsync(ExportMessage message, CancellationToken cancellationToken = default)
    {
        if (await exports.FindAsync(message.ExportId, cancellationToken) is not { FinishedAt: null } export)
            return;
        await using var target = await OpenAsync(export, cancellationToken);
        await GiveUpAsync(export, target, cancellationToken);
    }

    /// <summary>The error of an export that used up its attempts.</summary>
    internal static string Reason { get; } = $"Given up after {TrainingQueue.MaximumAttempts} attempts: each process died at it.";

    private async Task RunAsync(ExportRecord export, int attempt, ExportTarget target, CancellationToken cancellationToken)
    {
        var recorded = time.GetTimestamp();
        try
        {
            var made = await exporter.RunAsync(
                ExportQueue.RequestOf(export), userIds: null, target, options.Value.Threads, ReportAsync, cancellationToken);
            await RecordAsync(made, isCompleted: true);
            LogCompleted(export.ExportId, made.Users, export.Blob);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await exports.RequeueAsync(export.ExportId, CancellationToken.None);
            // Another receipt of the same message would use up an attempt.
            using var timeout = new CancellationTokenSource(_repeatTimeout, time);
            await queue.SendAsync(new ExportMessage(export.ExportId).ToJson(), delay: null, timeout.Token);
        }
        catch (Exception exception) when (exception is ExportException or UnknownGenreException
            || (attempt == TrainingQueue.MaximumAttempts && exception is not ExportRunningException))
        {
            LogFailed(exception, export.ExportId);
            await FailAsync(export, target, exception.Message, cancellationToken);
        }

        async ValueTask ReportAsync(ExportProgress progress)
        {
            if (time.GetElapsedTime(recorded) < _recordInterval)
                return;
            recorded = time.GetTimestamp();
            await RecordAsync(progress, isCompleted: false);
        }

        Task RecordAsync(ExportProgress progress, bool isCompleted) => exports.RecordAsync(
            export.ExportId, progress.ModelVersion, progress.Users, progress.TotalUsers, progress.Rows, isCompleted,
            cancellationToken);
    }

    // infra/bicep/modules/alerts.bicep alerts on the line, and on the counter where Prometheus reads it.
    private async Task GiveUpAsync(ExportRecord export, ExportTarget target, CancellationToken cancellationToken)
    {
        if (!await FailAsync(export, target, Reason, cancellationToken))
            return;
        telemetry.Poisoned();
        LogGivenUp(export.ExportId);
    }

    private async Task<bool> FailAsync(
        ExportRecord export, ExportTarget target, string error, CancellationToken cancellationToken)
    {
        var hasFailed = await exports.FailAsync(export.ExportId, error, cancellationToken);
        await target.DeletePartialAsync(cancellationToken);
        return hasFailed;
    }

    private Task<ExportTarget> OpenAsync(ExportRecord export, CancellationToken cancellationToken) => ExportTarget.OpenBlobAsync(
        container, export.Blob, ExportFormats.Of(export.Blob).GetValueOrDefault(), time, cancellationToken);

    [LoggerMessage(Level = LogLevel.Information, Message = "Export {ExportId} has ended or is unknown; its message is ignored.")]
    private partial void LogRepeated(Guid exportId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Export {ExportId} is under way elsewhere; its message waits.")]
    private partial void LogDeferred(Guid exportId);

    [LoggerMessage(Level = LogLevel.Information, Message = "Export {ExportId} has the lists of {Users} users in {Blob}.")]
    private partial void LogCompleted(Guid exportId, long users, string blob);

    [LoggerMessage(Level = LogLevel.Error, Message = "Export {ExportId} failed.")]
    private partial void LogFailed(Exception exception, Guid exportId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Export {ExportId} was given up.")]
    private partial void LogGivenUp(Guid exportId);
}
