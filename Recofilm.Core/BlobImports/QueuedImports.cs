using Azure;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Npgsql;
using Recofilm.Core.Database;
using Recofilm.Core.Database.BlobImports;
using Recofilm.Core.Database.Bulk;
using Recofilm.Core.Training;

namespace Recofilm.Core.BlobImports;

/// <summary>
/// Makes the import that a message of the queue asks for. A return acknowledges the message; an exception makes it come again. A
/// message may arrive twice, and again after its process has died: an import is one transaction, and importing the same lines
/// again changes nothing.
/// </summary>
public sealed partial class QueuedImports(
    BulkImporter importer, ImportStore imports, TrainingQueue queue, BlobContainerClient container,
    [FromKeyedServices(RecofilmDataSource.Bulk)] NpgsqlDataSource database, TrainingTelemetry telemetry, TimeProvider time,
    ILogger<QueuedImports> logger)
{
    // An instance that stops has little time.
    private static readonly TimeSpan _repeatTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _recordInterval = TimeSpan.FromSeconds(2);

    /// <summary>Makes an import.</summary>
    /// <param name="message">The message.</param>
    /// <param name="cancellationToken">
    /// Stops the import, which then waits again behind a message of its own: a program that stops uses up no attempt.
    /// </param>
    /// <exception cref="OperationCanceledException">The import was stopped, and the message could not be repeated.</exception>
    /// <exception cref="Exception">The import could not be made this time; the message must come again.</exception>
    public async Task RunAsync(ImportMessage message, CancellationToken cancellationToken = default)
    {
        if (await imports.FindAsync(message.ImportId, cancellationToken) is not { FinishedAt: null } import)
        {
            LogRepeated(message.ImportId);
            return;
        }

        if (await imports.ClaimAsync(import.ImportId, TrainingQueue.MaximumAttempts, cancellationToken) is not { } attempt)
        {
            await RecordPoisonedAsync(message, cancellationToken);
            return;
        }

        try
        {
            await RunAsync(import, cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            await imports.RequeueAsync(import.ImportId, CancellationToken.None);
            using var timeout = new CancellationTokenSource(_repeatTimeout, time);
            await queue.SendAsync(message.ToJson(), delay: null, timeout.Token);
        }
        catch (BulkFormatException exception)
        {
            await imports.FinishAsync(import.ImportId, report: null, exception.Message, cancellationToken);
        }
        catch (RequestFailedException exception) when (exception.Status == 404)
        {
            await imports.FinishAsync(import.ImportId, report: null, $"There is no blob {import.Blob}.", cancellationToken);
        }
        catch (Exception exception) when (attempt == TrainingQueue.MaximumAttempts)
        {
            LogFailed(exception, import.ImportId);
            await imports.FinishAsync(import.ImportId, report: null, exception.Message, cancellationToken);
        }
    }

    /// <summary>Records a message that used up its attempts: its import has failed.</summary>
    public async Task RecordPoisonedAsync(ImportMessage message, CancellationToken cancellationToken = default)
    {
        if (!await imports.FinishAsync(message.ImportId, report: null, Reason, cancellationToken))
            return;
        telemetry.Poisoned();
        LogGivenUp(message.ImportId);
    }

    /// <summary>The error of an import that used up its attempts.</summary>
    internal static string Reason { get; } = $"Given up after {TrainingQueue.MaximumAttempts} attempts.";

    private async Task RunAsync(ImportRecord import, CancellationToken cancellationToken)
    {
        var blob = container.GetBlobClient(import.Blob);
        await using var content = await blob.OpenReadAsync(cancellationToken: cancellationToken);
        var progress = new Progress(imports, import.ImportId, content.Length, time);
        var report = await importer.ImportAsync(
            import.Table, content,
            new BulkOptions
            {
                Format = ImportQueue.FormatOf(import.Blob).GetValueOrDefault(),
                SkipRejected = import.SkipRejected,
            },
            progress, cancellationToken);
        await progress.Last;
        // The rows are written, so nothing may come between them and their counts.
        await imports.RecordProgressAsync(import.ImportId, content.Length, content.Length, CancellationToken.None);
        await imports.FinishAsync(
            import.ImportId, report,
            report.IsCommitted ? null : $"{report.Rejected} lines were rejected and nothing was written.",
            CancellationToken.None);
        LogDone(import.ImportId, report.Inserted + report.Updated, report.Rejected, import.Blob);
        if (report.IsCommitted && import.Table == "ratings")
            await MovieStatistics.RefreshAsync(database, cancellationToken);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Import {ImportId} has ended or is unknown; its message is ignored.")]
    private partial void LogRepeated(Guid importId);

    [LoggerMessage(
        Level = LogLevel.Information, Message = "Import {ImportId} wrote {Rows} rows and rejected {Rejected} lines of {Blob}.")]
    private partial void LogDone(Guid importId, long rows, long rejected, string blob);

    [LoggerMessage(Level = LogLevel.Error, Message = "Import {ImportId} failed.")]
    private partial void LogFailed(Exception exception, Guid importId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Import {ImportId} was given up.")]
    private partial void LogGivenUp(Guid importId);

    // The importer reports synchronously; a report that finds the one before unwritten is left out.
    private sealed class Progress(ImportStore imports, Guid importId, long total, TimeProvider time) : IProgress<long>
    {
        private long _recorded = time.GetTimestamp();

        public Task Last { get; private set; } = Task.CompletedTask;

        public void Report(long value)
        {
            if (!Last.IsCompleted || time.GetElapsedTime(_recorded) < _recordInterval)
                return;
            _recorded = time.GetTimestamp();
            Last = RecordAsync(value);
        }

        // The import does not fail for a progress that cannot be recorded.
        private async Task RecordAsync(long value) => await imports
            .RecordProgressAsync(importId, value, total, CancellationToken.None)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
