using System.ComponentModel.DataAnnotations;

namespace Recofilm.Core.Database.Users;

/// <summary>All stored data of one user.</summary>
/// <param name="UserId">The identifier.</param>
/// <param name="ExternalId">The external identifier, if there is one.</param>
/// <param name="Role">The user's role: "user" or "operator".</param>
/// <param name="CreatedAt">The time at which the user was created, UTC.</param>
/// <param name="HasKey">Whether the user has a key; only its hash is stored.</param>
/// <param name="Ratings">Ratings, oldest first, with the models' predictions.</param>
/// <param name="Tags">Tags, oldest first.</param>
/// <param name="Dismissals">Dismissed movies, oldest first.</param>
/// <param name="Lists">Lists that were shown, oldest first.</param>
/// <param name="Events">The user's reactions to the lists, oldest first.</param>
public sealed record UserExport(
    int UserId, string? ExternalId, [property: AllowedValues("user", "operator")] string Role, DateTimeOffset CreatedAt,
    bool HasKey, IReadOnlyList<ExportedRating> Ratings, IReadOnlyList<ExportedTag> Tags,
    IReadOnlyList<Dismissal> Dismissals, IReadOnlyList<ExportedList> Lists, IReadOnlyList<ExportedEvent> Events);

/// <summary>A rating.</summary>
/// <param name="MovieId">The movie.</param>
/// <param name="Rating">0.5 to 5.</param>
/// <param name="RatedAt">The time of the rating, UTC.</param>
/// <param name="Predicted">The model's prediction before the first rating of the movie, if there was one.</param>
/// <param name="ModelVersion">The model that predicted it.</param>
public sealed record ExportedRating(int MovieId, float Rating, DateTimeOffset RatedAt, float? Predicted, string? ModelVersion);

/// <summary>A tag.</summary>
/// <param name="MovieId">The movie.</param>
/// <param name="Tag">The tag.</param>
/// <param name="TaggedAt">The time of the tag, UTC.</param>
public sealed record ExportedTag(int MovieId, string Tag, DateTimeOffset TaggedAt);

/// <summary>A list that was shown.</summary>
/// <param name="RecommendationId">The list.</param>
/// <param name="Strategy">The strategy that made it.</param>
/// <param name="ModelVersion">The model that made it.</param>
/// <param name="ServedAt">The time at which it was shown, UTC.</param>
/// <param name="MovieIds">Its movies, by rank.</param>
/// <param name="Scores">Their scores.</param>
public sealed record ExportedList(
    Guid RecommendationId,
    [property: AllowedValues("collaborative", "hybrid", "genres", "similar", "popularity")] string Strategy,
    string ModelVersion,
    DateTimeOffset ServedAt,
    IReadOnlyList<int> MovieIds,
    IReadOnlyList<float> Scores);

/// <summary>A user's reaction to a movie of a list.</summary>
/// <param name="RecommendationId">The list.</param>
/// <param name="MovieId">The movie.</param>
/// <param name="Kind">"click" or "play".</param>
/// <param name="OccurredAt">The time of the reaction, UTC.</param>
public sealed record ExportedEvent(
    Guid RecommendationId, int MovieId, [property: AllowedValues("click", "play")] string Kind, DateTimeOffset OccurredAt);
