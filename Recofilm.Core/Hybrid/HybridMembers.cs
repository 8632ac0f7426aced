using Recofilm.Core.ColdStart;
using Recofilm.Core.Collaborative;
using Recofilm.Core.Collaborative.Svd;
using Recofilm.Core.Content;

namespace Recofilm.Core.Hybrid;

/// <summary>The models that the hybrid combines, all of the same items and trained on the same ratings.</summary>
/// <param name="Collaborative">Orders movies by the ratings of all users.</param>
/// <param name="Svd">Predicts ratings.</param>
/// <param name="Content">Orders movies by genres, tags and titles.</param>
/// <param name="Statistics">How often and how well each movie was rated.</param>
public sealed record HybridMembers(
    CollaborativeModel Collaborative, SvdModel Svd, ContentModel Content, ItemStatistics Statistics)
{
    /// <summary>When each movie was rated and released.</summary>
    public ItemTrends Trends => Collaborative.Trends;

    /// <summary>Number of items.</summary>
    public int ItemCount => Collaborative.ItemCount;
}
