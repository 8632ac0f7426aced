namespace Recofilm.Core.Datasets.MovieLens;

/// <summary>A movie's identifiers at IMDb and The Movie Database.</summary>
/// <param name="MovieId">The movie.</param>
/// <param name="ImdbId">IMDb's digits without "tt", leading zeros kept, or <see langword="null"/>.</param>
/// <param name="TmdbId">The Movie Database's identifier, or <see langword="null"/>.</param>
public sealed record MovieLink(int MovieId, string? ImdbId, int? TmdbId);
