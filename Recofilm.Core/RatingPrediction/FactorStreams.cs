using Recofilm.Core.Numerics;

namespace Recofilm.Core.RatingPrediction;

/// <summary>The random streams of one side of the factorisation.</summary>
/// <param name="Start">The start of the chain.</param>
/// <param name="Prior">The prior.</param>
/// <param name="Factors">The factors.</param>
/// <param name="Noise">The noise weights.</param>
internal sealed record FactorStreams(RandomStreamId Start, RandomStreamId Prior, RandomStreamId Factors, RandomStreamId Noise)
{
    /// <summary>The items' streams.</summary>
    public static FactorStreams Items { get; } =
        new(RandomStreamId.ItemStart, RandomStreamId.ItemPrior, RandomStreamId.ImplicitAlsModel, RandomStreamId.ItemNoise);

    /// <summary>The users' streams.</summary>
    public static FactorStreams Users { get; } =
        new(RandomStreamId.UserStart, RandomStreamId.UserPrior, RandomStreamId.UserFactors, RandomStreamId.UserNoise);
}
