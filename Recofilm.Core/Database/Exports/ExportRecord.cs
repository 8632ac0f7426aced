namespace Recofilm.Core.Database.Exports;

/// <summary>An export of lists as the database records it.</summary>
/// <param name="ExportId">The identifier.</param>
/// <param name="Status">The state.</param>
/// <param name="RequestJson">The request, a JSON object.</param>
/// <param name="Blob">The name of the output in the container of the models.</param>
/// <param name="Users">The users whose lists are made.</param>
/// <param name="TotalUsers">All users of the export; <see langword="null"/> before they are counted.</param>
/// <param name="Rows">The movies of the lists that are made.</param>
/// <param name="ModelVersion">The model, from the first list on.</param>
/// <param name="QueuedAt">The time of the request.</param>
/// <param name="StartedAt">The time at which the first attempt began.</param>
/// <param name="FinishedAt">The time at which it completed or failed.</param>
/// <param name="Error">The reason of a failure.</param>
public sealed record ExportRecord(
    Guid ExportId, ExportStatus Status, string RequestJson, string Blob, long Users, long? TotalUsers, long Rows,
    string? ModelVersion, DateTimeOffset QueuedAt, DateTimeOffset? StartedAt, DateTimeOffset? FinishedAt, string? Error);

/// <summary>The state of an export.</summary>
public enum ExportStatus
{
    /// <summary>It waits for an instance.</summary>
    Queued,

    /// <summary>An instance makes it, or has died at it.</summary>
    Running,

    /// <summary>Its blob is complete.</summary>
    Completed,

    /// <summary>It was given up.</summary>
    Failed,
}
