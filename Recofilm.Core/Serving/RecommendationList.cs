namespace Recofilm.Core.Serving;

/// <summary>The answer to a request for recommendations.</summary>
/// <param name="RecommendationId">Names this list when a user's reaction to it is reported; sortable by time (UUID version 7).</param>
/// <param name="UserId">Whom it is for.</param>
/// <param name="Strategy">How it was made: one of <see cref="RecommendationStrategy"/>.</param>
/// <param name="ModelVersion">The version of the model that made it.</param>
/// <param name="GeneratedAt">When, UTC.</param>
/// <param name="Recommendations">The movies, best first; shorter than asked for when too few match.</param>
public sealed record RecommendationList(
    Guid RecommendationId,
    int UserId,
    string Strategy,
    string ModelVersion,
    DateTimeOffset GeneratedAt,
    IReadOnlyList<Recommendation> Recommendations);
