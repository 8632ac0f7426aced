using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using Recofilm.Functions.Requests;

namespace Recofilm.Functions.Ratings;

/// <summary>The body of POST /ratings.</summary>
/// <param name="Ratings">The ratings, at most one per movie.</param>
internal sealed record RatingsBody(
    [property: Description("The ratings, at most one per movie.")]
    [property: MinLength(1), MaxLength(RatingsBody.MaximumCount)]
    IReadOnlyList<MovieRating> Ratings)
{
    /// <summary>The largest number of ratings per request.</summary>
    public const int MaximumCount = 1000;
}

/// <summary>A rating of a movie.</summary>
/// <param name="Rating">0.5 to 5 in halves.</param>
/// <param name="MovieId">The movie.</param>
/// <param name="MovieExternalId">The movie's external identifier.</param>
internal sealed record MovieRating(
    [property: Description("0.5 (worst) to 5 (best) in steps of 0.5.")]
    [property: Range(0.5, 5.0)]
    double Rating,
    [property: Description("The movie.")]
    [property: Range(1, int.MaxValue)]
    int? MovieId = null,
    [property: Description("The movie's external identifier; either this or movie_id is required.")]
    [property: MinLength(1), MaxLength(ExternalIds.MaximumLength)]
    string? MovieExternalId = null);

/// <summary>The answer of POST /ratings.</summary>
/// <param name="Created">The number of movies that the user had not rated before.</param>
/// <param name="Updated">The number of earlier ratings replaced.</param>
/// <param name="RatedAt">The time of the ratings, UTC.</param>
internal sealed record RatedMovies(int Created, int Updated, DateTimeOffset RatedAt);
