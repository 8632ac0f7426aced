namespace Recofilm.Core.Catalog;

/// <summary>A free-text tag that a user gave to a movie.</summary>
/// <param name="UserId">The user who gave the tag.</param>
/// <param name="MovieId">The movie that got the tag.</param>
/// <param name="Tag">The text; it may hold several words, which belong together.</param>
/// <param name="CreatedAt">The time of tagging, or <see langword="null"/> when unknown.</param>
public sealed record MovieTag(int UserId, int MovieId, string Tag, DateTimeOffset? CreatedAt);
