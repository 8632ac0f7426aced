using Recofilm.Core.Catalog;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Training;

/// <summary>What a training learns from.</summary>
/// <param name="Catalog">The movies with their tags.</param>
/// <param name="Ratings">The ratings of them.</param>
/// <param name="Fingerprint">Equal for equal data.</param>
public sealed record TrainingData(MovieCatalog Catalog, RatingMatrix Ratings, string Fingerprint);

/// <summary>Reads the data as they are now.</summary>
/// <param name="cancellationToken">Gives up.</param>
public delegate Task<TrainingData> TrainingDataSource(CancellationToken cancellationToken);
