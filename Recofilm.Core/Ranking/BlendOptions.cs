using System.Text.Json.Serialization;
using Recofilm.Core.Configuration;
using Recofilm.Core.Ranking.Recency;

namespace Recofilm.Core.Ranking;

/// <summary>The configured part of one <see cref="SessionBlend"/>; training finds the rest.</summary>
/// <param name="NeighbourDecay">The decay of older ratings in the item-to-item weights.</param>
/// <param name="FactorDecay">The decay of older ratings in the factor model.</param>
/// <param name="FactorShare">
/// Share of the factor model, 0 to 1, once both models' scores are divided by their standard deviation over the movies.
/// </param>
/// <param name="TrendWeight">
/// Weight of a movie's popularity trend, at least 0. Returning users look for current movies.
/// </param>
/// <param name="NewnessMultiple">
/// The weight of a movie's newness to the user as a multiple of the preference for new releases that training learns from
/// returning users; at least 0.
/// </param>
public readonly record struct BlendOptions(
    RecencyDecay NeighbourDecay, RecencyDecay FactorDecay, float FactorShare, float TrendWeight = 0,
    [property: JsonPropertyName("newness_weight")] float NewnessMultiple = 0)
{
    /// <summary>Returns the blend for a learned preference for new releases.</summary>
    /// <param name="preference">At least 0.</param>
    public SessionBlend With(float preference) =>
        new(NeighbourDecay, FactorDecay, FactorShare, TrendWeight, NewnessMultiple * preference);

    internal void Validate(string name)
    {
        NeighbourDecay.Validate($"{name}.{nameof(NeighbourDecay)}");
        FactorDecay.Validate($"{name}.{nameof(FactorDecay)}");
        OptionRange.Require(FactorShare is >= 0 and <= 1, $"{name}.{nameof(FactorShare)}", "must be between 0 and 1");
        RequireWeight(TrendWeight, $"{name}.{nameof(TrendWeight)}");
        RequireWeight(NewnessMultiple, $"{name}.{nameof(NewnessMultiple)}");
    }

    private static void RequireWeight(float weight, string name) =>
        OptionRange.Require(weight >= 0 && float.IsFinite(weight), name, "must be at least 0 and finite");
}
