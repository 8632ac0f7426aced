using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.Recommendations;

/// <summary>The body of POST /hybrid; every field is optional.</summary>
internal sealed record HybridBody : MovieFilterBody
{
    [Description("The title of the movie that the list resembles, as people write it; not together with movie_id.")]
    [MinLength(1), MaxLength(300)]
    public string? Title { get; init; }

    [Description("The movie that the list resembles. Without movie_id and title, the list follows the user's whole profile.")]
    [Range(1, int.MaxValue)]
    public int? MovieId { get; init; }

    [Description("The external identifier of that movie; not together with title or movie_id.")]
    [MinLength(1), MaxLength(ExternalIds.MaximumLength)]
    public string? MovieExternalId { get; init; }

    [Description(
        "The weight of all users' ratings against content, from 0 (content alone) to 1. Default: as learned in training.")]
    [Range(0d, 1d)]
    public double? Weight { get; init; }

    [Description("The largest number of movies; 10 by default.")]
    [Range(1, 100)]
    public int? Limit { get; init; }

    [Description("The number of movies to skip; 0 by default.")]
    [Range(0, 10_000)]
    public int? Offset { get; init; }

    [Description("Movies with any of these genres.")]
    [MaxLength(20)]
    public IReadOnlyList<string>? Genres { get; init; }

    [Description("The diversity of the list, from 0 (by score alone) to 1; 0 by default.")]
    [Range(0d, 1d)]
    public double? Diversity { get; init; }

    [Description("Whether to explain each movie; false by default.")]
    public bool? Explain { get; init; }
}
