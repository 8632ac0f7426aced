namespace Recofilm.Core.Catalog;

/// <summary>A movie of the catalogue.</summary>
/// <param name="MovieId">The identifier that clients use; unique, positive, not dense.</param>
/// <param name="Title">The title without its year, as in "Toy Story".</param>
/// <param name="Year">The year of release, or <see langword="null"/> when unknown.</param>
/// <param name="Genres">Whole genre names such as "Sci-Fi"; empty when none are listed.</param>
public sealed record Movie(int MovieId, string Title, int? Year, IReadOnlyList<string> Genres);
