using Recofilm.Core.Content;
using Recofilm.Core.Popularity;
using Recofilm.Core.Ranking;
using Recofilm.Core.Ranking.Recency;
using Recofilm.Core.RatingPrediction;

namespace Recofilm.Core.Hybrid.Features;

/// <summary>The models that the hybrid combines, all of the same items and trained on the same ratings.</summary>
/// <param name="Collaborative">Orders movies by the ratings of all users.</param>
/// <param name="Svd">Predicts ratings.</param>
/// <param name="Content">Orders movies by genres, tags and titles.</param>
/// <param name="Statistics">The number and the mean of each movie's ratings.</param>
public sealed record HybridMembers(
    CollaborativeModel Collaborative, BayesianMatrixFactorization Svd, ContentModel Content, ItemStatistics Statistics)
{
    /// <summary>The rating times and release years of the movies.</summary>
    public ItemTrends Trends => Collaborative.Trends;

    /// <summary>Number of items.</summary>
    public int ItemCount => Collaborative.ItemCount;
}
