using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Recofilm.Functions.Bulk;

/// <summary>The body of POST /bulk/import.</summary>
internal sealed record ImportBody
{
    [Description("The kind of rows.")]
    [AllowedValues("users", "movies", "ratings", "tags")]
    public required string Table { get; init; }

    [Description("The name of a blob in the container of the models: imports/… that ends in .csv, .ndjson or .jsonl.")]
    [MinLength(1), MaxLength(1024)]
    public required string Blob { get; init; }

    [Description("The handling of a bad line: abort (by default) writes nothing; skip leaves the line out.")]
    [AllowedValues("abort", "skip")]
    public string? OnError { get; init; }
}
