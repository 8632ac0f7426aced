using System.Text.Json;
using Recofilm.Core.Configuration;
using Recofilm.Core.Database.Exports;
using Recofilm.Core.Training;

namespace Recofilm.Core.Exports;

/// <summary>Asks for exports, which the instance that takes the message makes.</summary>
/// <param name="queue">The queue that trainings wait in, too: an instance runs one of these tasks at a time.</param>
/// <param name="exports">Records the exports.</param>
public sealed class ExportQueue(TrainingQueue queue, ExportStore exports)
{
    /// <summary>The beginning of the names of all exports in the container of the models.</summary>
    public const string BlobPrefix = "exports/";

    /// <summary>Asks for an export.</summary>
    /// <param name="export">The request.</param>
    /// <param name="format">The format of the blob.</param>
    /// <exception cref="Azure.RequestFailedException">The message could not be sent; nothing is recorded.</exception>
    public async Task<ExportRecord> EnqueueAsync(
        ListExport export, ExportFormat format, CancellationToken cancellationToken = default)
    {
        var exportId = Guid.CreateVersion7();
        var request = JsonSerializer.Serialize(
            export with { Filter = export.Filter with { Items = null } }, ExportJson.Default.ListExport);
        var record = await exports.AddAsync(
            exportId, request, $"{BlobPrefix}{exportId}.{format.ToSnakeCase()}", cancellationToken);
        try
        {
            await queue.SendAsync(new ExportMessage(exportId).ToJson(), delay: null, cancellationToken);
        }
        catch
        {
            await exports.RemoveAsync(exportId, CancellationToken.None);
            throw;
        }

        return record;
    }

    /// <summary>Returns the request of a recorded export.</summary>
    public static ListExport RequestOf(ExportRecord record) =>
        JsonSerializer.Deserialize(record.RequestJson, ExportJson.Default.ListExport)!;
}
