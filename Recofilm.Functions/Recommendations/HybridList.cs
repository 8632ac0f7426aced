using System.ComponentModel.DataAnnotations;
using Recofilm.Core.Serving;

namespace Recofilm.Functions.Recommendations;

/// <summary>The answer of POST /hybrid.</summary>
/// <param name="RecommendationId">The identifier of this list, to send with the user's reactions.</param>
/// <param name="UserId">The user.</param>
/// <param name="UserExternalId">The user's external identifier, if there is one.</param>
/// <param name="Strategy">"hybrid", or "popularity" for a user without ratings.</param>
/// <param name="ModelVersion">The model version that made it.</param>
/// <param name="GeneratedAt">The time at which it was made, UTC.</param>
/// <param name="Like">The movie that the list resembles, or null.</param>
/// <param name="Recommendations">The movies, best first.</param>
internal sealed record HybridList(
    Guid RecommendationId,
    int UserId,
    string? UserExternalId,
    [property: AllowedValues("hybrid", "popularity")]
    string Strategy,
    string ModelVersion,
    DateTimeOffset GeneratedAt,
    LikedMovie? Like,
    IReadOnlyList<Recommendation> Recommendations);

/// <summary>The movie that matched a title or identifier.</summary>
/// <param name="MovieId">The movie.</param>
/// <param name="ExternalId">The movie's external identifier, if there is one.</param>
/// <param name="Title">Its title without the year.</param>
/// <param name="Year">Its year, if known.</param>
internal sealed record LikedMovie(int MovieId, string? ExternalId, string Title, int? Year);
