using Recofilm.Core.RatingPrediction;
using Recofilm.Core.RatingPrediction.Kernels;
using Recofilm.Core.Registry.Arrow;
using Recofilm.Core.Registry.Artifacts;
using Recofilm.Core.Tests.RatingPrediction;

namespace Recofilm.Core.Tests.Registry.Artifacts;

public class RatingHeadArtifactTests
{
    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    public void A_model_of_either_dimension_is_read_as_it_was_written(int rank)
    {
        var model = new BayesianMatrixFactorization(RatingHeadExamples.Parameters(5, new Random(1), rank));

        var file = RatingHeadArtifact.Write(model);
        var read = RatingHeadArtifact.Read(file).Parameters;

        Assert.Equal(rank, read.Rank);
        Assert.Equal(model.Parameters.ItemMeans.Span, read.ItemMeans.Span);
        Assert.Equal(model.Parameters.ItemCovariances.Span, read.ItemCovariances.Span);
        Assert.Equal(model.Parameters.UserPrecision, read.UserPrecision);
        Assert.Equal(file, RatingHeadArtifact.Write(new BayesianMatrixFactorization(read)));
    }

    [Fact]
    public void Another_dimension_is_refused()
    {
        var file = new ArrowTableBuilder(1)
            .Vectors<float>("mean", new float[24], 24)
            .Vectors<float>("covariance", new float[FactorLayout.Packed(24)], 24 * 25 / 2)
            .Values<float>("weight", [1])
            .Metadata("rating_minimum", 1)
            .Metadata("rating_maximum", 5)
            .Metadata("noise_precision", 1)
            .Build();

        Assert.Equal(
            "svd.arrow: column 'mean' must hold vectors of 16 or 32; got 24.",
            Assert.Throws<InvalidDataException>(() => RatingHeadArtifact.Read(file)).Message);
    }

    [Fact]
    public void Columns_of_different_dimensions_are_refused()
    {
        var file = new ArrowTableBuilder(1)
            .Vectors<float>("mean", new float[32], 32)
            .Vectors<float>("covariance", new float[FactorLayout.Packed(16)], FactorLayout.Packed(16))
            .Values<float>("weight", [1])
            .Metadata("rating_minimum", 1)
            .Metadata("rating_maximum", 5)
            .Metadata("noise_precision", 1)
            .Build();

        Assert.Contains(
            "column 'covariance'", Assert.Throws<InvalidDataException>(() => RatingHeadArtifact.Read(file)).Message,
            StringComparison.Ordinal);
    }
}
