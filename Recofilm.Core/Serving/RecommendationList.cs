using System.ComponentModel.DataAnnotations;

namespace Recofilm.Core.Serving;

/// <summary>The answer to a request for recommendations.</summary>
/// <param name="RecommendationId">
/// The identifier of this list, to send with the user's reactions; sortable by time (UUID version 7).
/// </param>
/// <param name="UserId">The user.</param>
/// <param name="Strategy">The strategy that made it: one of <see cref="RecommendationStrategy"/>.</param>
/// <param name="ModelVersion">The version of the model that made it.</param>
/// <param name="GeneratedAt">The time at which it was made, UTC.</param>
/// <param name="Recommendations">The movies, best first; fewer than requested when too few match.</param>
public sealed record RecommendationList(
    Guid RecommendationId,
    int UserId,
    [property: AllowedValues("collaborative", "hybrid", "genres", "similar", "popularity")]
    string Strategy,
    string ModelVersion,
    DateTimeOffset GeneratedAt,
    IReadOnlyList<Recommendation> Recommendations)
{
    /// <summary>The user's external identifier, if there is one.</summary>
    public string? UserExternalId { get; init; }

    /// <summary>
    /// The path and query of the next page; <see langword="null"/> at the end, and for lists requested by a body.
    /// </summary>
    public string? Next { get; init; }
}
