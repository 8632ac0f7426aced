using Recofilm.Core.Catalog;
using Recofilm.Core.Collaborative;

namespace Recofilm.Core.Training;

/// <summary>The models that one training makes and one snapshot serves; all share the catalogue's item indices.</summary>
/// <param name="Catalog">The movies.</param>
/// <param name="Svd">Predicts ratings.</param>
/// <param name="Collaborative">Orders movies by the ratings of all users.</param>
/// <param name="Content">Orders movies by genres, tags and titles.</param>
/// <param name="Popularity">Orders movies for a user without ratings.</param>
/// <param name="Hybrid">The learned combination.</param>
public sealed record ModelSet(
    MovieCatalog Catalog,
    IRatingModel Svd,
    IRankingModel Collaborative,
    IRankingModel Content,
    IRankingModel Popularity,
    IRankingModel Hybrid);
