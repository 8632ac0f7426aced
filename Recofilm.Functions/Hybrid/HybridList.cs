using Recofilm.Core.Serving;

namespace Recofilm.Functions.Hybrid;

/// <summary>The answer of POST /hybrid.</summary>
/// <param name="RecommendationId">Names this list when a user's reaction to it is reported.</param>
/// <param name="UserId">Whom it is for.</param>
/// <param name="Strategy">"hybrid", or "popularity" for a user without ratings.</param>
/// <param name="ModelVersion">The model that made it.</param>
/// <param name="GeneratedAt">When, UTC.</param>
/// <param name="Like">The movie that the answers resemble, or null.</param>
/// <param name="Recommendations">The movies, best first.</param>
internal sealed record HybridList(
    Guid RecommendationId,
    int UserId,
    string Strategy,
    string ModelVersion,
    DateTimeOffset GeneratedAt,
    LikedMovie? Like,
    IReadOnlyList<Recommendation> Recommendations);

/// <summary>The movie that a title or identifier was found to stand for.</summary>
/// <param name="MovieId">The movie.</param>
/// <param name="Title">Its title without the year.</param>
/// <param name="Year">Its year, if known.</param>
internal sealed record LikedMovie(int MovieId, string Title, int? Year);
