using Recofilm.Core.Catalog;

namespace Recofilm.Core.Ratings;

/// <summary>The data that a training learns from.</summary>
/// <param name="Catalog">The movies with their tags.</param>
/// <param name="Ratings">The ratings of these movies.</param>
/// <param name="Fingerprint">A text that is equal for equal data.</param>
public sealed record TrainingData(MovieCatalog Catalog, RatingMatrix Ratings, string Fingerprint);

/// <summary>Reads the current data.</summary>
public delegate Task<TrainingData> TrainingDataSource(CancellationToken cancellationToken);
