namespace Recofilm.Core.Database.Users;

/// <summary>A movie that a user does not want to be shown.</summary>
/// <param name="MovieId">The movie.</param>
/// <param name="ExternalId">The movie's external identifier, if there is one.</param>
/// <param name="Title">Its title without the year.</param>
/// <param name="Year">Its year, or <see langword="null"/> when unknown.</param>
/// <param name="Genres">Its genres.</param>
/// <param name="DismissedAt">The time of the dismissal, UTC.</param>
public sealed record Dismissal(
    int MovieId, string? ExternalId, string Title, int? Year, IReadOnlyList<string> Genres, DateTimeOffset DismissedAt);
