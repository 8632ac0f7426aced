using Recofilm.Core.Ranking.Recency;

namespace Recofilm.Core.Ranking;

/// <summary>
/// The recency windows of the two collaborative models and the weights of their mixture, as a model applies them.
/// </summary>
/// <param name="NeighbourDecay">The decay of older ratings in the item-to-item weights.</param>
/// <param name="FactorDecay">The decay of older ratings in the factor model.</param>
/// <param name="FactorShare">
/// Share of the factor model, 0 to 1, once both models' scores are divided by their standard deviation over the movies.
/// </param>
/// <param name="TrendWeight">
/// Weight of a movie's popularity trend at the time of the request, which no rating of the user contributes; at least 0.
/// Returning users look for current movies.
/// </param>
/// <param name="NewnessWeight">
/// Weight of a movie's newness to the user, which no rating contributes; at least 0. Users cannot have rated in their last visit
/// a movie that was released since.
/// </param>
public readonly record struct SessionBlend(
    RecencyDecay NeighbourDecay, RecencyDecay FactorDecay, float FactorShare, float TrendWeight = 0, float NewnessWeight = 0)
{
    /// <summary>Interpolates two blends.</summary>
    /// <param name="from">The blend at <paramref name="share"/> 0.</param>
    /// <param name="to">The blend at <paramref name="share"/> 1.</param>
    /// <param name="share">0 to 1.</param>
    public static SessionBlend Between(SessionBlend from, SessionBlend to, float share) => new(
        RecencyDecay.Between(from.NeighbourDecay, to.NeighbourDecay, share),
        RecencyDecay.Between(from.FactorDecay, to.FactorDecay, share),
        float.Lerp(from.FactorShare, to.FactorShare, share),
        float.Lerp(from.TrendWeight, to.TrendWeight, share),
        float.Lerp(from.NewnessWeight, to.NewnessWeight, share));
}
