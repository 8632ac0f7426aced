using Recofilm.Core.Collaborative.Svd;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Artifacts;

/// <summary>
/// The rating head as an Arrow file: one row a movie, in the order of item indices, with <c>mean</c> (v̄), <c>covariance</c>
/// (C, upper triangle by rows), <c>weight</c> (ā) and <c>prior_share</c> (3 B̄ᵀf); what all movies share is metadata.
/// </summary>
public static class SvdArtifact
{
    /// <summary>The file's name within a model version.</summary>
    public const string FileName = "svd.arrow";

    private const int Rank = FactorLayout.Rank;

    /// <summary>Writes a model; the same model gives the same bytes.</summary>
    public static byte[] Write(SvdModel model)
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
    /// <exception cref="InvalidDataException">The bytes are not such a file.</exception>
    public static SvdModel Read(ReadOnlyMemory<byte> file)
    {
        var table = ArrowTable.Read(file, FileName);
        try
        {
            return new SvdModel(new SvdParameters
            {
                Mean = (float)table.NumberMetadata("rating_mean"),
                Scale = new RatingScale(
                    (float)table.NumberMetadata("rating_minimum"), (float)table.NumberMetadata("rating_maximum")),
                ItemMeans = table.Vectors<float>("mean", Rank),
                ItemCovariances = table.Vectors<float>("covariance", FactorLayout.Packed),
                ItemWeights = table.Values<float>("weight"),
                ItemPriorShares = table.Vectors<float>("prior_share", Rank),
                UserPriorMean = table.VectorMetadata("user_prior_mean", Rank),
                UserCountSlope = table.VectorMetadata("user_count_slope", Rank),
                UserMeanLogCount = (float)table.NumberMetadata("user_mean_log_count"),
                StrangerMean = table.VectorMetadata("stranger_mean", Rank),
                UserPrecision = table.VectorMetadata("user_precision", Rank * Rank),
                NoisePrecision = (float)table.NumberMetadata("noise_precision"),
                NoiseDegreesOfFreedom = (float)table.NumberMetadata("noise_degrees_of_freedom"),
            });
        }
        catch (ArgumentException exception)
        {
            throw new InvalidDataException($"{FileName}: {exception.Message}", exception);
        }
    }
}
