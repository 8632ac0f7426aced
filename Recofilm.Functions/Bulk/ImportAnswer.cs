using System.ComponentModel.DataAnnotations;
using Recofilm.Core.Configuration;
using Recofilm.Core.Database.BlobImports;

namespace Recofilm.Functions.Bulk;

/// <summary>An import of a blob.</summary>
/// <param name="ImportId">The import.</param>
/// <param name="Status">Its state.</param>
/// <param name="Table">The kind of rows.</param>
/// <param name="Blob">The name of the blob in the container of the models.</param>
/// <param name="OnError">The handling of a bad line.</param>
/// <param name="Bytes">The bytes that are read.</param>
/// <param name="TotalBytes">The size of the blob; null until it begins.</param>
/// <param name="Counts">The counts and the first 100 errors; null until it ends.</param>
/// <param name="QueuedAt">The time of the request.</param>
/// <param name="StartedAt">The time at which it began.</param>
/// <param name="FinishedAt">The time at which it completed or failed.</param>
/// <param name="Error">The reason of a failure.</param>
internal sealed record ImportAnswer(
    Guid ImportId,
    [property: AllowedValues("queued", "running", "completed", "failed")] string Status,
    [property: AllowedValues("users", "movies", "ratings", "tags")] string Table,
    string Blob,
    [property: AllowedValues("abort", "skip")] string OnError,
    long Bytes, long? TotalBytes, BulkAnswer? Counts,
    DateTimeOffset QueuedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, string? Error)
{
    /// <summary>Returns the answer for a recorded import.</summary>
    public static ImportAnswer Of(ImportRecord import) => new(
        import.ImportId, import.Status.ToSnakeCase(), import.Table, import.Blob, import.SkipRejected ? "skip" : "abort",
        import.Bytes, import.TotalBytes,
        import.Report is not { } report
            ? null
            : new BulkAnswer(report.Inserted, report.Updated, report.Unchanged, report.Rejected, report.Rejections),
        import.QueuedAt, import.StartedAt, import.FinishedAt, import.Error);
}
