namespace Recofilm.Core.Database.Bulk;

/// <summary>The format of lines.</summary>
public enum BulkFormat
{
    /// <summary>One JSON object per line.</summary>
    Ndjson,

    /// <summary>Comma-separated values (RFC 4180) after a header, one record per line.</summary>
    Csv,
}

/// <summary>The options of a bulk import: the format of lines and the handling of bad ones.</summary>
public sealed record BulkOptions
{
    /// <summary>The format of lines.</summary>
    public BulkFormat Format { get; init; }

    /// <summary>Whether the import skips bad lines; otherwise one bad line leaves the database unchanged.</summary>
    public bool SkipRejected { get; init; }

    /// <summary>The columns of fields with other names; an empty column skips a field.</summary>
    public IReadOnlyDictionary<string, string> Mapping { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Whether ratings and tags create the users that they name; otherwise lines of unknown users are rejected.
    /// </summary>
    public bool CreateUsers { get; init; }
}

/// <summary>No line of a file is readable; the message says why.</summary>
public sealed class BulkFormatException(string message) : Exception(message);
