namespace Recofilm.Core.Exports;

/// <summary>The format of an export.</summary>
public enum ExportFormat
{
    /// <summary>A JSON object per line.</summary>
    Ndjson,

    /// <summary>Apache Parquet, compressed by Zstandard.</summary>
    Parquet,
}

/// <summary>Finds formats by the endings of names.</summary>
public static class ExportFormats
{
    /// <summary>The endings, for messages.</summary>
    public const string Endings = ".parquet, .ndjson or .jsonl";

    /// <summary>Returns the format of a file or blob, or <see langword="null"/> for an unknown ending.</summary>
    public static ExportFormat? Of(string name) => Path.GetExtension(name).ToUpperInvariant() switch
    {
        ".PARQUET" => ExportFormat.Parquet,
        ".NDJSON" or ".JSONL" => ExportFormat.Ndjson,
        _ => null,
    };
}
