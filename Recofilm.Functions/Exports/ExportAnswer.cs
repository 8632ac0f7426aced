using System.ComponentModel.DataAnnotations;
using Recofilm.Core.Configuration;
using Recofilm.Core.Database.Exports;
using Recofilm.Core.Exports;

namespace Recofilm.Functions.Exports;

/// <summary>An export of the lists of all users.</summary>
/// <param name="ExportId">The export.</param>
/// <param name="Status">Its state.</param>
/// <param name="Blob">The name of the blob in the container of the models; it is there when the export is completed.</param>
/// <param name="Strategy">The strategy of the lists.</param>
/// <param name="Limit">The number of movies of a list.</param>
/// <param name="Users">The users whose lists are made.</param>
/// <param name="TotalUsers">All users of the export; null until they are counted.</param>
/// <param name="Rows">The rows that are made: a movie of a user each.</param>
/// <param name="ModelVersion">The model that makes the lists; null until it begins.</param>
/// <param name="QueuedAt">The time of the request.</param>
/// <param name="StartedAt">The time at which it began.</param>
/// <param name="FinishedAt">The time at which it completed or failed.</param>
/// <param name="Error">The reason of a failure.</param>
internal sealed record ExportAnswer(
    Guid ExportId,
    [property: AllowedValues("queued", "running", "completed", "failed")] string Status,
    string Blob,
    [property: AllowedValues("hybrid", "collaborative")] string Strategy,
    int Limit, long Users, long? TotalUsers, long Rows, string? ModelVersion,
    DateTimeOffset QueuedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, string? Error)
{
    /// <summary>Returns the answer for a recorded export.</summary>
    public static ExportAnswer Of(ExportRecord export)
    {
        var request = ExportQueue.RequestOf(export);
        return new ExportAnswer(
            export.ExportId, export.Status.ToSnakeCase(), export.Blob, request.Strategy, request.Limit, export.Users,
            export.TotalUsers, export.Rows, export.ModelVersion, export.QueuedAt, export.StartedAt, export.FinishedAt,
            export.Error);
    }
}
