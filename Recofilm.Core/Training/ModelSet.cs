using Recofilm.Core.Catalog;
using Recofilm.Core.ColdStart;
using Recofilm.Core.Collaborative;
using Recofilm.Core.Collaborative.Svd;
using Recofilm.Core.Content;
using Recofilm.Core.Hybrid;

namespace Recofilm.Core.Training;

/// <summary>
/// The models that one training makes and one snapshot serves. All share the item indices of the catalogue; all are immutable
/// and safe for any number of threads.
/// </summary>
/// <param name="Catalog">The movies.</param>
/// <param name="Statistics">How often and how well each was rated.</param>
/// <param name="Svd">Predicts ratings.</param>
/// <param name="Collaborative">Orders movies by the ratings of all users.</param>
/// <param name="Content">Orders movies by genres, tags and titles.</param>
/// <param name="Hybrid">The learned combination of the others.</param>
public sealed record ModelSet(
    MovieCatalog Catalog,
    ItemStatistics Statistics,
    SvdModel Svd,
    CollaborativeModel Collaborative,
    ContentModel Content,
    HybridModel Hybrid)
{
    /// <summary>Orders movies for a user without ratings; follows from <see cref="Statistics"/>.</summary>
    public PopularityModel Popularity { get; } = new(Statistics);

    /// <summary>Finds the best movies of genres; follows from <see cref="Statistics"/>.</summary>
    public GenreRecommender Genres { get; } = new(Catalog, Statistics);
}
