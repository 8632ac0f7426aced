namespace Recofilm.Core.Database.Movies;

/// <summary>A movie with all details that clients see.</summary>
/// <param name="MovieId">The identifier that clients use.</param>
/// <param name="Title">The title for people, without its year: "The Matrix".</param>
/// <param name="Year">The year of release, or <see langword="null"/> when unknown.</param>
/// <param name="Genres">Whole genre names; empty when none are listed.</param>
/// <param name="ImdbId">IMDb's digits without "tt", leading zeros kept, or <see langword="null"/>.</param>
/// <param name="TmdbId">The Movie Database's identifier, or <see langword="null"/>.</param>
/// <param name="RatingCount">The number of users who rated it, as of the last refresh of the statistics.</param>
/// <param name="RatingAverage">The mean of those ratings, 0.5 to 5, or <see langword="null"/> without any.</param>
public sealed record MovieDetails(
    int MovieId, string Title, int? Year, IReadOnlyList<string> Genres, string? ImdbId, int? TmdbId, int RatingCount,
    float? RatingAverage) : MovieAttributes;
