using Recofilm.Core.Database.Bulk;

namespace Recofilm.Functions.Bulk;

/// <summary>The answer of POST /bulk/….</summary>
/// <param name="Inserted">The number of new rows.</param>
/// <param name="Updated">The number of rows whose values changed.</param>
/// <param name="Unchanged">The number of rows that existed already or that a later line replaced.</param>
/// <param name="Rejected">The number of lines that were left out.</param>
/// <param name="Rejections">The first 100 errors, by line.</param>
internal sealed record BulkAnswer(
    long Inserted, long Updated, long Unchanged, long Rejected, IReadOnlyList<BulkRejection> Rejections);
