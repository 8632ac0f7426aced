using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace Recofilm.Functions.Ratings;

/// <summary>The body of PUT /ratings/{movie_id}.</summary>
/// <param name="Rating">0.5 to 5 in halves.</param>
internal sealed record RatingBody(
    [property: Description("0.5 (worst) to 5 (best) in steps of 0.5.")]
    [property: Range(0.5, 5.0)]
    double Rating);
