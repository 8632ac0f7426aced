using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Recofilm.Functions.EditMovie;

/// <summary>What PUT /movies/{movie_id} is given: all that is known of the movie.</summary>
/// <param name="Title">The title without its year.</param>
/// <param name="Year">The year of release, if known.</param>
/// <param name="Genres">Its genres; none when left out.</param>
/// <param name="ImdbId">IMDb's digits without "tt".</param>
/// <param name="TmdbId">The Movie Database's identifier.</param>
internal sealed record MovieBody(
    [property: Description("The title without its year.")]
    [property: MinLength(1), MaxLength(300)]
    string Title,
    [property: Description("The year of release, if known.")]
    [property: Range(1800, 2200)]
    int? Year = null,
    [property: Description("Its genres; none when left out.")]
    [property: MaxLength(20)]
    IReadOnlyList<string>? Genres = null,
    [property: Description("IMDb's digits without \"tt\".")]
    [property: MaxLength(10)]
    string? ImdbId = null,
    [property: Description("The Movie Database's identifier.")]
    [property: Range(1, int.MaxValue)]
    int? TmdbId = null);
