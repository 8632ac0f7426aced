using Recofilm.Core.Database.Bulk;

namespace Recofilm.Core.Database.BlobImports;

/// <summary>An import of a blob as the database records it.</summary>
/// <param name="ImportId">The identifier.</param>
/// <param name="Status">The state.</param>
/// <param name="Table">The kind of rows, one of <see cref="BulkTable.Names"/>.</param>
/// <param name="Blob">The name of the blob in the container of the models.</param>
/// <param name="SkipRejected">Whether bad lines are left out; otherwise one of them leaves the database unchanged.</param>
/// <param name="Bytes">The bytes that are read.</param>
/// <param name="TotalBytes">The size of the blob; <see langword="null"/> before it is opened.</param>
/// <param name="Report">The counts and the first rejected lines; <see langword="null"/> before the end.</param>
/// <param name="QueuedAt">The time of the request.</param>
/// <param name="StartedAt">The time at which the first attempt began.</param>
/// <param name="FinishedAt">The time at which it completed or failed.</param>
/// <param name="Error">The reason of a failure.</param>
public sealed record ImportRecord(
    Guid ImportId, ImportStatus Status, string Table, string Blob, bool SkipRejected, long Bytes, long? TotalBytes,
    BulkReport? Report, DateTimeOffset QueuedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, string? Error);

/// <summary>The state of an import.</summary>
public enum ImportStatus
{
    /// <summary>It waits for an instance.</summary>
    Queued,

    /// <summary>An instance makes it, or has died at it.</summary>
    Running,

    /// <summary>Its rows are written.</summary>
    Completed,

    /// <summary>Its lines were rejected and nothing was written, or it was given up.</summary>
    Failed,
}
