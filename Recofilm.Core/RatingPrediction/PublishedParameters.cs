using System.Numerics.Tensors;
using Recofilm.Core.RatingPrediction.Features;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.RatingPrediction;

/// <summary>Compresses the kept samples of a chain to the parameters that are published.</summary>
internal static class PublishedParameters
{
    /// <param name="chain">A chain with at least one kept sample.</param>
    /// <param name="scale">The range of the training ratings.</param>
    public static BayesianMatrixFactorizationParameters Of(GibbsChain chain, RatingScale scale)
    {
        var rank = chain.Rank;
        var posterior = chain.Posterior;
        var coefficients = posterior.UserCoefficients();
        var itemFeatures = chain.Items.Features;

        // A user's prior mean is h + 3 · mean of B f_j + B_n (ln(1 + n) − mean). The items' part can be computed in advance.
        var perItem = (float[])coefficients.Clone();
        perItem.AsSpan(0, rank).Clear();
        TensorPrimitives.Multiply(perItem, UserFeatures.MeanScale, perItem);
        var priorShares = new float[itemFeatures.RowCount * rank];
        for (var item = 0; item < itemFeatures.RowCount; item++)
            itemFeatures.Combine(item, perItem, priorShares.AsSpan(item * rank, rank));

        return new BayesianMatrixFactorizationParameters
        {
            Mean = chain.Mean,
            Scale = scale,
            ItemMeans = posterior.ItemMeans(),
            ItemCovariances = posterior.ItemCovariances(),
            ItemWeights = posterior.ItemWeights(),
            ItemPriorShares = priorShares,
            UserPriorMean = coefficients[..rank],
            UserCountSlope = coefficients[^rank..],
            UserMeanLogCount = (float)chain.MeanLogCount,
            StrangerMean = StrangerMean(chain, coefficients),
            UserPrecision = posterior.UserPrecision(),
            NoisePrecision = (float)posterior.NoisePrecision(),
            NoiseDegreesOfFreedom = (float)chain.NoiseDegreesOfFreedom,
        };
    }

    /// <summary>The mean of the prior means of the users in training: the best guess for a user without ratings.</summary>
    private static float[] StrangerMean(GibbsChain chain, float[] coefficients)
    {
        var rank = chain.Rank;
        var users = chain.Users;
        Span<float> mean = stackalloc float[rank];
        var sum = new double[rank];
        foreach (var user in users.Active)
        {
            users.Features.Combine(user, coefficients, mean);
            for (var d = 0; d < rank; d++)
                sum[d] += mean[d];
        }

        return [.. sum.Select(entry => (float)(entry / users.Active.Length))];
    }
}
