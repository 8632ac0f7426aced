namespace Recofilm.Core.Database.Bulk;

/// <summary>The result of an import.</summary>
/// <param name="Inserted">The number of new rows.</param>
/// <param name="Updated">The number of rows whose values changed.</param>
/// <param name="Unchanged">The number of rows that existed already or, for ratings and tags, that another line replaced.</param>
/// <param name="Rejected">The number of rejected lines.</param>
/// <param name="Rejections">The first 100 errors, by line.</param>
/// <param name="IsCommitted">Whether the good lines were written; false when a rejected line aborted the import.</param>
/// <param name="Elapsed">The duration of the import.</param>
public sealed record BulkReport(
    long Inserted, long Updated, long Unchanged, long Rejected, IReadOnlyList<BulkRejection> Rejections, bool IsCommitted,
    TimeSpan Elapsed);
