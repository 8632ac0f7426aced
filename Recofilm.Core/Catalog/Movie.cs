namespace Recofilm.Core.Catalog;

/// <summary>A movie of the catalogue.</summary>
/// <param name="MovieId">The identifier that clients use; unique, positive, not dense.</param>
/// <param name="Title">The title for people without its year, as in "Toy Story" or "The Matrix".</param>
/// <param name="Year">The year of release, or <see langword="null"/> when unknown.</param>
/// <param name="Genres">Whole genre names such as "Sci-Fi"; empty when none are listed.</param>
/// <param name="OriginalTitle">
/// The title in the language of the original, with other titles after " / ", or <see langword="null"/> when unknown or the same.
/// </param>
public sealed record Movie(
    int MovieId, string Title, int? Year, IReadOnlyList<string> Genres, string? OriginalTitle = null);
