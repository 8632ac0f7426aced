using Recofilm.Core.RatingPrediction;
using Recofilm.Core.RatingPrediction.Kernels;
using Recofilm.Core.Ratings;
using Recofilm.Core.Registry.Arrow;

namespace Recofilm.Core.Registry.Artifacts;

/// <summary>
/// Writes the rating head to an Arrow file and reads it: one row per movie, in the order of item indices, with <c>mean</c>
/// (v̄, whose width is D), <c>covariance</c> (C, upper triangle by rows), <c>weight</c> (ā) and <c>prior_share</c> (3 B̄ᵀf). The
/// parameters that all movies share are metadata.
/// </summary>
public static class RatingHeadArtifact
{
    /// <summary>The file's name within a model version.</summary>
    public const string FileName = "svd.arrow";

    private const double Rounding = 1e-4;

    /// <summary>Writes a model; the same model gives the same bytes.</summary>
    public static byte[] Write(BayesianMatrixFactorization model)
    {
        var parameters = model.Parameters;
        var rank = parameters.Rank;
        return new ArrowTableBuilder(parameters.ItemCount)
            .Vectors("mean", parameters.ItemMeans.Span, rank)
            .Vectors("covariance", parameters.ItemCovariances.Span, FactorLayout.Packed(rank))
            .Values("weight", parameters.ItemWeights.Span)
            .Vectors("prior_share", parameters.ItemPriorShares.Span, rank)
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

        var rank = table.VectorWidth("mean");
        if (!FactorLayout.Supports(rank))
        {
            throw new InvalidDataException(
                $"{FileName}: column 'mean' must hold vectors of {FactorLayout.NarrowRank} or {FactorLayout.WideRank}; "
                + $"got {rank}.");
        }

        var covariances = table.Vectors<float>("covariance", FactorLayout.Packed(rank));
        RequireCovariances(covariances.Span, rank);
        try
        {
            return new BayesianMatrixFactorization(new BayesianMatrixFactorizationParameters
            {
                Mean = (float)table.NumberMetadata("rating_mean"),
                Scale = new RatingScale((float)minimum, (float)maximum),
                ItemMeans = table.Vectors<float>("mean", rank),
                ItemCovariances = covariances,
                ItemWeights = weights,
                ItemPriorShares = table.Vectors<float>("prior_share", rank),
                UserPriorMean = table.VectorMetadata("user_prior_mean", rank),
                UserCountSlope = table.VectorMetadata("user_count_slope", rank),
                UserMeanLogCount = (float)table.NumberMetadata("user_mean_log_count"),
                StrangerMean = table.VectorMetadata("stranger_mean", rank),
                UserPrecision = table.VectorMetadata("user_precision", rank * rank),
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
    private static void RequireCovariances(ReadOnlySpan<float> covariances, int rank)
    {
        var packed = FactorLayout.Packed(rank);
        for (var item = 0; item * packed < covariances.Length; item++)
        {
            var covariance = covariances.Slice(item * packed, packed);
            for (var row = 0; row < rank; row++)
            {
                var variance = covariance[FactorLayout.PackedIndex(rank, row, row)];
                for (var column = row; column < rank; column++)
                {
                    var value = covariance[FactorLayout.PackedIndex(rank, row, column)];
                    var other = covariance[FactorLayout.PackedIndex(rank, column, column)];
                    if (variance < 0 || (double)value * value > ((double)variance * other * (1 + Rounding)) + Rounding)
                        throw new InvalidDataException($"{FileName}: row {item} has an invalid covariance.");
                }
            }
        }
    }
}
