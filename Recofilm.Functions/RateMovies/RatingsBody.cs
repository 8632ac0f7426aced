using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Recofilm.Functions.RateMovies;

/// <summary>What POST /ratings is given.</summary>
/// <param name="Ratings">The ratings, each of another movie.</param>
internal sealed record RatingsBody(
    [property: Description("The ratings, each of another movie.")]
    [property: MinLength(1), MaxLength(RatingsBody.MaximumCount)]
    IReadOnlyList<MovieRating> Ratings)
{
    /// <summary>How many ratings fit into one request.</summary>
    public const int MaximumCount = 1000;
}

/// <summary>A rating of a movie.</summary>
/// <param name="MovieId">The movie.</param>
/// <param name="Rating">0.5 to 5 in halves.</param>
internal sealed record MovieRating(
    [property: Description("The movie.")]
    [property: Range(1, int.MaxValue)]
    int MovieId,
    [property: Description("0.5 (worst) to 5 (best) in steps of 0.5.")]
    [property: Range(0.5, 5.0)]
    double Rating);

/// <summary>The answer of POST /ratings.</summary>
/// <param name="Created">Ratings of movies that the user had not rated.</param>
/// <param name="Updated">Ratings in place of earlier ones.</param>
/// <param name="RatedAt">Since when they count, UTC.</param>
internal sealed record RatedMovies(int Created, int Updated, DateTimeOffset RatedAt);
