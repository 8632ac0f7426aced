using Recofilm.Core.Catalog;
using Recofilm.Core.Content;
using Recofilm.Core.Hybrid;
using Recofilm.Core.Popularity;
using Recofilm.Core.Ranking;
using Recofilm.Core.RatingPrediction;

namespace Recofilm.Core.Fitting;

/// <summary>
/// The models that one training makes and one snapshot serves. All share the item indices of the catalogue; all are immutable
/// and safe for any number of threads.
/// </summary>
/// <param name="Catalog">The movies.</param>
/// <param name="Statistics">The number and the mean of each movie's ratings.</param>
/// <param name="Svd">Predicts ratings.</param>
/// <param name="Collaborative">Orders movies by the ratings of all users.</param>
/// <param name="Content">Orders movies by genres, tags and titles.</param>
/// <param name="Hybrid">The learned combination of the others.</param>
public sealed record ModelSet(
    MovieCatalog Catalog,
    ItemStatistics Statistics,
    BayesianMatrixFactorization Svd,
    CollaborativeModel Collaborative,
    ContentModel Content,
    HybridModel Hybrid)
{
    /// <summary>Orders movies for a user without ratings; computed from <see cref="Statistics"/>.</summary>
    public PopularityModel Popularity { get; } = new(Statistics);

    /// <summary>Finds the best movies of genres; computed from <see cref="Statistics"/>.</summary>
    public GenreRecommender Genres { get; } = new(Catalog, Statistics);
}
