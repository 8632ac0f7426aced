namespace Recofilm.Core.Database.Movies;

/// <summary>A movie's ratings and tags, counted now, and one user's own view of it.</summary>
/// <param name="MovieId">The movie.</param>
/// <param name="Ratings">How often each rating was given, lowest first; ratings that nobody gave are left out.</param>
/// <param name="LikedShare">The share of ratings of at least 4, 0 to 1, or <see langword="null"/> without any.</param>
/// <param name="Tags">The tags given most often, at most <see cref="MovieAudienceStore.MaxTags"/>.</param>
/// <param name="OwnRating">The user's own rating, or <see langword="null"/>.</param>
/// <param name="Dismissed">Whether the user never wants to be shown the movie.</param>
public sealed record MovieAudience(
    int MovieId, IReadOnlyList<RatingCount> Ratings, double? LikedShare, IReadOnlyList<TagCount> Tags, float? OwnRating,
    bool Dismissed);

/// <summary>How often a rating was given.</summary>
/// <param name="Rating">0.5 to 5 in halves.</param>
/// <param name="Count">How many users gave it.</param>
public sealed record RatingCount(float Rating, int Count);

/// <summary>How often a tag was given.</summary>
/// <param name="Tag">The tag as it is written most often.</param>
/// <param name="Count">How many users gave it, whatever its case.</param>
public sealed record TagCount(string Tag, int Count);
