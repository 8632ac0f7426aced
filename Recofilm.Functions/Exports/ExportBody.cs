using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.Exports;

/// <summary>The body of POST /exports; every field is optional.</summary>
internal sealed record ExportBody : MovieFilterBody
{
    [Description("How movies are ranked: hybrid (by default) or collaborative. Users without ratings get popular movies.")]
    [AllowedValues("hybrid", "collaborative")]
    public string? Strategy { get; init; }

    [Description("The number of movies of a list; 20 by default.")]
    [Range(1, 100)]
    public int? Limit { get; init; }

    [Description("The format of the blob: parquet (by default) or ndjson, a JSON object a line.")]
    [AllowedValues("parquet", "ndjson")]
    public string? Format { get; init; }

    [Description("Movies with any of these genres.")]
    [MaxLength(20)]
    public IReadOnlyList<string>? Genres { get; init; }
}
