namespace Recofilm.Core.Database.Ratings;

/// <summary>A user's rating with the movie it is for.</summary>
/// <param name="MovieId">The rated movie.</param>
/// <param name="Title">Its title without the year.</param>
/// <param name="Year">Its year, or <see langword="null"/> when unknown.</param>
/// <param name="Genres">Its genres.</param>
/// <param name="Rating">0.5 to 5 in halves.</param>
/// <param name="RatedAt">The time of the rating, UTC.</param>
public sealed record UserRating(
    int MovieId, string Title, int? Year, IReadOnlyList<string> Genres, float Rating, DateTimeOffset RatedAt)
{
    /// <summary>The movie's external identifier, if there is one.</summary>
    public string? ExternalId { get; init; }
}
