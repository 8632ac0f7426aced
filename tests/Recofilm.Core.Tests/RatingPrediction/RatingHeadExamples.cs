using Recofilm.Core.Numerics;
using Recofilm.Core.RatingPrediction;
using Recofilm.Core.RatingPrediction.Kernels;
using Recofilm.Core.Ratings;
using Recofilm.Core.Tests.RatingPrediction.Kernels;

namespace Recofilm.Core.Tests.RatingPrediction;

/// <summary>Made-up parameters of plausible size.</summary>
internal static class RatingHeadExamples
{
    public static BayesianMatrixFactorizationParameters Parameters(int items, Random random, int rank = FactorLayout.NarrowRank)
    {
        float[] Numbers(int count, float size) =>
            [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() - 0.5f) * size)];
        var covariances = new List<float>();
        for (var item = 0; item < items; item++)
        {
            var covariance = Cholesky.Inverse<double>(LaneCholeskyTests.PositiveDefinite(random, rank), rank);
            for (var i = 0; i < rank; i++)
            {
                for (var j = i; j < rank; j++)
                    covariances.Add((float)covariance[(i * rank) + j] / 20);
            }
        }

        return new BayesianMatrixFactorizationParameters
        {
            Mean = 3.5f,
            Scale = new RatingScale(0.5f, 5),
            ItemMeans = Numbers(items * rank, 1),
            ItemCovariances = covariances.ToArray(),
            ItemWeights = Enumerable.Range(0, items).Select(_ => 0.7f + random.NextSingle()).ToArray(),
            ItemPriorShares = Numbers(items * rank, 0.3f),
            UserPriorMean = Numbers(rank, 0.4f),
            UserCountSlope = Numbers(rank, 0.1f),
            UserMeanLogCount = 4.2f,
            StrangerMean = Numbers(rank, 0.4f),
            UserPrecision = [.. LaneCholeskyTests.PositiveDefinite(random, rank).Select(entry => (float)(5 * entry))],
            NoisePrecision = 1.8f,
            NoiseDegreesOfFreedom = 20,
        };
    }
}
