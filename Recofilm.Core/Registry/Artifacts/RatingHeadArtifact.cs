using Recofilm.Core.RatingPrediction;
using Recofilm.Core.RatingPrediction.Kernels;
using Recofilm.Core.Ratings;
using Recofilm.Core.Registry.Arrow;

namespace Recofilm.Core.Registry.Artifacts;

/// <summary>
/// Writes the rating head to an Arrow file and reads it: one row per movie, in the order of item indices, with <c>mean</c>
/// (v̄), <c>covariance</c> (C, upper triangle by rows), <c>weight</c> (ā) and <c>prior_share</c> (3 B̄ᵀf). The parameters
/// that all movies share are metadata.
/// </summary>
public static class RatingHeadArtifact
{
    /// <summary>The file's name within a model version.</summary>
    public const string FileName = "svd.arrow";

    private const int Rank = FactorLayout.Rank;
    private const double Rounding = 1e-4;

    /// <summary>Writes a model; the same model gives the same bytes.</summary>
    public static byte[] Write(BayesianMatrixFactorization model)
    {
        var parameters = model.Parameters;
        return new ArrowTableBuilder(parameters.ItemCount)
            .Vectors("mean", parameters.ItemMeans.Span, Rank)
            .Vectors("covariance", parameters.ItemCovariances.Span, FactorLayout.Packed)
            .Values("weight", parameters.ItemWeights.Span)
            .Vectors("prior_share", parameters.ItemPriorShares.Span, Rank)
            .Metadata("rating_mean", parameters.Mean)
            .Metadata("rating_minimum", parameters.Scale.Minimum)
            .Metadata("rating_maximum", parameters.Scale.Maximum)
            .Metadata("user_prior_mean", parameters.UserPriorMean)
            .Metadata("user_count_slope", parameters.UserCountSlope)
            .Metadata("user_mean_log_count", parameters.UserMeanLogCount)
            .Metadata("stranger_mean", parameters.StrangerMean)
            .Metadata("user_precision", parameters.UserPrecision)
            .Metadata("noise_precision", parameters.NoisePrecision)
            .Metadata("noise_degrees_of_freedom", parameters.NoiseDegreesOfFreedom)
            .Build();
    }

    /// <summary>Reads a model.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a valid file of this kind.</exception>
    public static BayesianMatrixFactorization Read(ReadOnlyMemory<byte> file)
    {
        var table = ArrowTable.Read(file, FileName);
        var weights = table.Values<float>("weight");
        var (minimum, maximum) = (table.NumberMetadata("rating_minimum"), table.NumberMetadata("rating_maximum"));
        var noisePrecision = table.NumberMetadata("noise_precision");
        if (weights.Span.ContainsAnyExceptInRange(0, float.MaxValue) || minimum >= maximum || noisePrecision <= 0)
        {
            throw new InvalidDataException(
                $"{FileName}: a weight, the range of ratings or the precision of the noise is out of range.");
        }

        var covariances = table.Vectors<float>("covariance", FactorLayout.Packed);
        RequireCovariances(covariances.Span);
        try
        {
            return new BayesianMatrixFactorization(new BayesianMatrixFactorizationParameters
            {
                Mean = (float)table.NumberMetadata("rating_mean"),
                Scale = new RatingScale((float)minimum, (float)maximum),
                ItemMeans = table.Vectors<float>("mean", Rank),
                ItemCovariances = covariances,
                ItemWeights = weights,
                ItemPriorShares = table.Vectors<float>("prior_share", Rank),
                UserPriorMean = table.VectorMetadata("user_prior_mean", Rank),
                UserCountSlope = table.VectorMetadata("user_count_slope", Rank),
                UserMeanLogCount = (float)table.NumberMetadata("user_mean_log_count"),
                StrangerMean = table.VectorMetadata("stranger_mean", Rank),
                UserPrecision = table.VectorMetadata("user_precision", Rank * Rank),
                NoisePrecision = (float)noisePrecision,
                NoiseDegreesOfFreedom = (float)table.NumberMetadata("noise_degrees_of_freedom"),
            });
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"{FileName}: {exception.Message}", exception);
        }
    }

    // An invalid covariance would make the fold-in fail for every user who rated the movie.
    private static void RequireCovariances(ReadOnlySpan<float> covariances)
    {
        for (var item = 0; item * FactorLayout.Packed < covariances.Length; item++)
        {
            var covariance = covariances.Slice(item * FactorLayout.Packed, FactorLayout.Packed);
            for (var row = 0; row < Rank; row++)
            {
                var variance = covariance[FactorLayout.PackedIndex(row, row)];
                for (var column = row; column < Rank; column++)
                {
                    var value = covariance[FactorLayout.PackedIndex(row, column)];
                    var other = covariance[FactorLayout.PackedIndex(column, column)];
                    if (variance < 0 || (double)value * value > ((double)variance * other * (1 + Rounding)) + Rounding)
                        throw new InvalidDataException($"{FileName}: row {item} has an invalid covariance.");
                }
            }
        }
    }
}
