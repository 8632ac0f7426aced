namespace Recofilm.Core.Catalog;

/// <summary>A free-text tag that a user gave to a movie.</summary>
/// <param name="UserId">Who tagged.</param>
/// <param name="MovieId">What was tagged.</param>
/// <param name="Tag">The text; it may hold several words, which belong together.</param>
/// <param name="CreatedAt">When, or <see langword="null"/> when unknown.</param>
public sealed record MovieTag(int UserId, int MovieId, string Tag, DateTimeOffset? CreatedAt);
