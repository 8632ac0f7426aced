namespace Recofilm.Core.Collaborative;

/// <summary>How the two collaborative models are asked and mixed.</summary>
/// <param name="NeighbourDecay">How recency counts for the item-to-item weights.</param>
/// <param name="FactorDecay">How recency counts for the factor model.</param>
/// <param name="FactorShare">
/// Share of the factor model, 0 to 1, once both models' scores are divided by their standard deviation over the movies.
/// </param>
/// <param name="TrendWeight">
/// Weight of how present a movie is at the time of the request, which no rating of the user carries; at least 0. People who
/// come back look for what is new.
/// </param>
/// <param name="NewnessWeight">
/// Weight of how new a movie is to the user, which no rating carries by what it says; at least 0. What came out since the
/// last visit they cannot have rated in it. Of what is to be trained it is a multiple of how much users who come back prefer
/// what is new, which the training learns; of a trained model it is the weight itself.
/// </param>
public readonly record struct Regime(
    RecencyDecay NeighbourDecay, RecencyDecay FactorDecay, float FactorShare, float TrendWeight = 0, float NewnessWeight = 0)
{
    /// <summary>A mixture between two others.</summary>
    /// <param name="from">The mixture at <paramref name="share"/> 0.</param>
    /// <param name="to">The mixture at <paramref name="share"/> 1.</param>
    /// <param name="share">0 to 1.</param>
    public static Regime Between(Regime from, Regime to, float share) => new(
        RecencyDecay.Between(from.NeighbourDecay, to.NeighbourDecay, share),
        RecencyDecay.Between(from.FactorDecay, to.FactorDecay, share),
        float.Lerp(from.FactorShare, to.FactorShare, share),
        float.Lerp(from.TrendWeight, to.TrendWeight, share),
        float.Lerp(from.NewnessWeight, to.NewnessWeight, share));

    internal void Validate(string name)
    {
        NeighbourDecay.Validate($"{name}.{nameof(NeighbourDecay)}");
        FactorDecay.Validate($"{name}.{nameof(FactorDecay)}");
        if (!(FactorShare is >= 0 and <= 1))
            throw new ArgumentException($"{name}.{nameof(FactorShare)} must be between 0 and 1.", name);
        if (!(TrendWeight >= 0) || !float.IsFinite(TrendWeight))
            throw new ArgumentException($"{name}.{nameof(TrendWeight)} must be at least 0 and finite.", name);
        if (!(NewnessWeight >= 0) || !float.IsFinite(NewnessWeight))
            throw new ArgumentException($"{name}.{nameof(NewnessWeight)} must be at least 0 and finite.", name);
    }
}
