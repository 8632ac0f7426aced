using Recofilm.Core.RatingPrediction.Kernels;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.RatingPrediction;

/// <summary>
/// The published parameters of the rating head: those of movies and a few shared ones, none of a user. The symbols are those
/// of docs/models/rating-head.md; D = <see cref="Rank"/>.
/// </summary>
public sealed record BayesianMatrixFactorizationParameters
{
    /// <summary>μ, the mean of the training ratings.</summary>
    public required float Mean { get; init; }

    /// <summary>The range of the training ratings.</summary>
    public required RatingScale Scale { get; init; }

    /// <summary>v̄_i by item, D floats each, the bias first.</summary>
    public required ReadOnlyMemory<float> ItemMeans { get; init; }

    /// <summary>C_i by item, the upper triangle by rows: D (D + 1) / 2 floats each.</summary>
    public required ReadOnlyMemory<float> ItemCovariances { get; init; }

    /// <summary>ā_i, the information in a rating of the movie relative to an average rating.</summary>
    public required ReadOnlyMemory<float> ItemWeights { get; init; }

    /// <summary>
    /// 3 B̄_wᵀ f_i by item, D floats each: the movie's contribution to the prior mean of a user who rated it, over n.
    /// </summary>
    public required ReadOnlyMemory<float> ItemPriorShares { get; init; }

    /// <summary>h̄_w, D floats.</summary>
    public required float[] UserPriorMean { get; init; }

    /// <summary>The row of B̄_w for ln(1 + n), D floats.</summary>
    public required float[] UserCountSlope { get; init; }

    /// <summary>The mean of ln(1 + n_u) over the users in training.</summary>
    public required float UserMeanLogCount { get; init; }

    /// <summary>The factors of a user without ratings, D floats.</summary>
    public required float[] StrangerMean { get; init; }

    /// <summary>Λ_w, D × D by rows.</summary>
    public required float[] UserPrecision { get; init; }

    /// <summary>ᾱ.</summary>
    public required float NoisePrecision { get; init; }

    /// <summary>ν.</summary>
    public required float NoiseDegreesOfFreedom { get; init; }

    /// <summary>D: one bias and D − 1 factors; 16 or 32.</summary>
    public int Rank => UserPriorMean.Length;

    /// <summary>The number of movies.</summary>
    public int ItemCount => ItemWeights.Length;

    /// <summary>Checks that the arrays fit together and hold finite numbers.</summary>
    /// <exception cref="ArgumentException">An array has the wrong length or a value that is not finite.</exception>
    public void Validate()
    {
        var rank = Rank;
        if (!FactorLayout.Supports(rank))
        {
            throw new ArgumentException(
                $"UserPriorMean must have {FactorLayout.NarrowRank} or {FactorLayout.WideRank} numbers; got {rank}.");
        }

        Require(ItemMeans.Span, ItemCount * rank, nameof(ItemMeans));
        Require(ItemCovariances.Span, ItemCount * FactorLayout.Packed(rank), nameof(ItemCovariances));
        Require(ItemWeights.Span, ItemCount, nameof(ItemWeights));
        Require(ItemPriorShares.Span, ItemCount * rank, nameof(ItemPriorShares));
        Require(UserPriorMean, rank, nameof(UserPriorMean));
        Require(UserCountSlope, rank, nameof(UserCountSlope));
        Require(StrangerMean, rank, nameof(StrangerMean));
        Require(UserPrecision, rank * rank, nameof(UserPrecision));
        Require(
            [Mean, Scale.Minimum, Scale.Maximum, UserMeanLogCount, NoisePrecision, NoiseDegreesOfFreedom], 6, "The scalars");
    }

    private static void Require(ReadOnlySpan<float> values, int length, string name)
    {
        if (values.Length != length)
            throw new ArgumentException($"{name} must have {length} numbers; got {values.Length}.");
        foreach (var value in values)
        {
            if (!float.IsFinite(value))
                throw new ArgumentException($"{name} must hold finite numbers only.");
        }
    }
}
