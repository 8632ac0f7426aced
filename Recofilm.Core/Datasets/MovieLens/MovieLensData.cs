using Recofilm.Core.Catalog;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Datasets.MovieLens;

/// <summary>A data set in memory.</summary>
/// <param name="Catalog">Its movies with their tags.</param>
/// <param name="Ratings">Its ratings.</param>
/// <param name="Rejected">The lines that were left out.</param>
public sealed record MovieLensData(MovieCatalog Catalog, RatingMatrix Ratings, Rejections Rejected);
