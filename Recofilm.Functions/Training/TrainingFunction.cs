using Microsoft.Azure.Functions.Worker;
using Recofilm.Core.BlobImports;
using Recofilm.Core.Exports;
using Recofilm.Core.Serving;
using Recofilm.Core.Training;

namespace Recofilm.Functions.Training;

/// <summary>
/// Runs the training, export or import that a message of the queue asks for, and lets this instance serve a new model at once.
/// The Functions host resolves the names in the triggers from the same settings that the program reads.
/// </summary>
public sealed class TrainingFunction(
    QueuedTrainings trainings, QueuedExports exports, QueuedImports imports, ModelRefresher refresher)
{
    private const string Queue = "%Recofilm:Training:Queue%";
    private const string Connection = "Recofilm:Storage";

    /// <summary>Handles a message; after an exception the queue delivers it again.</summary>
    [Function("training")]
    public async Task RunAsync([QueueTrigger(Queue, Connection = Connection)] string message, CancellationToken cancellationToken)
    {
        if (ExportMessage.TryParse(message) is { } export)
        {
            await exports.RunAsync(export, cancellationToken);
            return;
        }

        if (ImportMessage.TryParse(message) is { } import)
        {
            await imports.RunAsync(import, cancellationToken);
            return;
        }

        await trainings.RunAsync(message, cancellationToken);
        // A program that stops serves no new model.
        if (!cancellationToken.IsCancellationRequested)
            await refresher.RefreshAsync(cancellationToken);
    }

    /// <summary>Records a training, export or import whose message used up its attempts.</summary>
    [Function("training_poison")]
    public Task RecordPoisonedAsync(
        [QueueTrigger($"{Queue}-poison", Connection = Connection)] string message, CancellationToken cancellationToken) =>
        ExportMessage.TryParse(message) is { } export ? exports.RecordPoisonedAsync(export, cancellationToken)
        : ImportMessage.TryParse(message) is { } import ? imports.RecordPoisonedAsync(import, cancellationToken)
        : trainings.RecordPoisonedAsync(message, cancellationToken);
}
