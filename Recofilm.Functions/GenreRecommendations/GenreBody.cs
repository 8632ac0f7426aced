using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Recofilm.Functions.GenreRecommendations;

/// <summary>What POST /genre_recommendations is asked.</summary>
/// <param name="Genres">Wanted genres, at least one.</param>
/// <param name="ExcludedGenres">Genres that no movie of the answer may have.</param>
/// <param name="Limit">How many movies at most.</param>
/// <param name="Offset">How many movies to pass over.</param>
/// <param name="MinYear">No movies from before this year, or of unknown year.</param>
/// <param name="MaxYear">No movies from after this year, or of unknown year.</param>
internal sealed record GenreBody(
    [property: Description("Wanted genres: movies with all of them come first, then movies with any.")]
    [property: MinLength(1), MaxLength(20)]
    IReadOnlyList<string> Genres,
    [property: Description("Genres that no movie of the answer may have, wanted or not.")]
    [property: MaxLength(20)]
    IReadOnlyList<string>? ExcludedGenres = null,
    [property: Description("How many movies at most; 10 by default.")]
    [property: Range(1, 100)]
    int? Limit = null,
    [property: Description("How many movies to pass over; 0 by default.")]
    [property: Range(0, 10_000)]
    int? Offset = null,
    [property: Description("No movies from before this year, or of unknown year.")]
    [property: Range(1800, 2200)]
    int? MinYear = null,
    [property: Description("No movies from after this year, or of unknown year.")]
    [property: Range(1800, 2200)]
    int? MaxYear = null);
