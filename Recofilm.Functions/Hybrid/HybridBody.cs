using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Recofilm.Functions.Hybrid;

/// <summary>What POST /hybrid is asked; every field may be left out.</summary>
/// <param name="Title">The title of the movie that the answers shall resemble; not together with movie_id.</param>
/// <param name="MovieId">The movie that the answers shall resemble. Without it: from the user's whole profile.</param>
/// <param name="Weight">The share of the ratings of all users against content. Left out: as training found best.</param>
/// <param name="Limit">How many movies at most.</param>
/// <param name="Offset">How many movies to pass over.</param>
/// <param name="Genres">Movies with any of these genres.</param>
/// <param name="ExcludedGenres">No movies with any of these genres.</param>
/// <param name="MinYear">No movies from before this year, or of unknown year.</param>
/// <param name="MaxYear">No movies from after this year, or of unknown year.</param>
/// <param name="Diversity">How unlike each other the movies should be.</param>
/// <param name="Explain">Whether to say why each movie is there.</param>
internal sealed record HybridBody(
    [property: Description("The title of the movie that the answers shall resemble, as people write it; not together with movie_id.")]
    string? Title = null,
    [property: Description("The movie that the answers shall resemble. Without it and title: from the user's whole profile.")]
    [property: Range(1, int.MaxValue)]
    int? MovieId = null,
    [property: Description("The share of the ratings of all users against content: 0, content alone, to 1. Default: as training found best.")]
    [property: Range(0d, 1d)]
    double? Weight = null,
    [property: Description("How many movies at most; 10 by default.")]
    [property: Range(1, 100)]
    int? Limit = null,
    [property: Description("How many movies to pass over; 0 by default.")]
    [property: Range(0, 10_000)]
    int? Offset = null,
    [property: Description("Movies with any of these genres.")]
    IReadOnlyList<string>? Genres = null,
    [property: Description("No movies with any of these genres.")]
    IReadOnlyList<string>? ExcludedGenres = null,
    [property: Description("No movies from before this year, or of unknown year.")]
    [property: Range(1800, 2200)]
    int? MinYear = null,
    [property: Description("No movies from after this year, or of unknown year.")]
    [property: Range(1800, 2200)]
    int? MaxYear = null,
    [property: Description("How unlike each other the movies should be: 0, by score alone, to 1; 0 by default.")]
    [property: Range(0d, 1d)]
    double? Diversity = null,
    [property: Description("Whether to say why each movie is there; false by default.")]
    bool? Explain = null);
