using Recofilm.Core.Database.BlobImports;
using Recofilm.Core.Database.Bulk;
using Recofilm.Core.Training;

namespace Recofilm.Core.BlobImports;

/// <summary>Asks for imports, which the instance that takes the message makes.</summary>
/// <param name="queue">The queue that trainings wait in, too: an instance does one of these works at a time.</param>
/// <param name="imports">Records the imports.</param>
public sealed class ImportQueue(TrainingQueue queue, ImportStore imports)
{
    /// <summary>The beginning of the names of all blobs that may be imported, in the container of the models.</summary>
    public const string BlobPrefix = "imports/";

    /// <summary>The ends of their names.</summary>
    public static readonly IReadOnlyList<string> Extensions = [".csv", ".ndjson", ".jsonl"];

    /// <summary>
    /// Returns the format of a blob by its name, or <see langword="null"/> when it may not be imported. A name with a segment "."
    /// or ".." would lead out of the prefix, since the address of a blob is a URI.
    /// </summary>
    public static BulkFormat? FormatOf(string blob)
    {
        var extension = Path.GetExtension(blob);
        var isInside = blob.StartsWith(BlobPrefix, StringComparison.Ordinal)
            && !blob.Split('/', '\\').Any(segment => segment is "." or "..");
        return !isInside || !Extensions.Contains(extension) ? null
            : extension == ".csv" ? BulkFormat.Csv
            : BulkFormat.Ndjson;
    }

    /// <summary>Asks for an import.</summary>
    /// <param name="table">The kind of rows, one of <see cref="BulkTable.Names"/>.</param>
    /// <param name="blob">The name of the blob, which <see cref="FormatOf"/> accepts.</param>
    /// <param name="skipRejected">Whether bad lines are left out.</param>
    /// <exception cref="Azure.RequestFailedException">The message could not be sent; nothing is recorded.</exception>
    public async Task<ImportRecord> EnqueueAsync(
        string table, string blob, bool skipRejected, CancellationToken cancellationToken = default)
    {
        var record = await imports.AddAsync(Guid.CreateVersion7(), table, blob, skipRejected, cancellationToken);
        try
        {
            await queue.SendAsync(new ImportMessage(record.ImportId).ToJson(), delay: null, cancellationToken);
        }
        catch
        {
            await imports.RemoveAsync(record.ImportId, CancellationToken.None);
            throw;
        }

        return record;
    }
}
