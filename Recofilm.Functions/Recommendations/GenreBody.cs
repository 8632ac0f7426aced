using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.Recommendations;

/// <summary>The body of POST /genre_recommendations.</summary>
internal sealed record GenreBody : MovieFilterBody
{
    [Description("The wanted genres. Movies with all of them come first, then movies with any.")]
    [MinLength(1), MaxLength(20)]
    public required IReadOnlyList<string> Genres { get; init; }

    [Description("The largest number of movies; 10 by default.")]
    [Range(1, 100)]
    public int? Limit { get; init; }

    [Description("The number of movies to skip; 0 by default.")]
    [Range(0, 10_000)]
    public int? Offset { get; init; }
}
