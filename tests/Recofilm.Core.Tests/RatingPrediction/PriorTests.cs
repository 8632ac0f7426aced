using Recofilm.Core.Numerics;
using Recofilm.Core.RatingPrediction;
using Recofilm.Core.RatingPrediction.Features;
using Recofilm.Core.RatingPrediction.Kernels;

namespace Recofilm.Core.Tests.RatingPrediction;

public class PriorTests
{
    [Fact]
    public void Wishart_samples_have_their_moments()
    {
        // S = [2 0.5; 0.5 1], S⁻¹ = [1 −0.5; −0.5 2] / 1.75; mean dof S⁻¹, Var(Λ_ij) = dof (W_ij² + W_ii W_jj).
        const int samples = 40_000;
        const double dof = 7;
        double[] scale = [1 / 1.75, -0.5 / 1.75, -0.5 / 1.75, 2 / 1.75];
        var random = new CounterRandom(1, 0, 0, 0);
        var sum = new double[4];
        var squares = new double[4];
        for (var sample = 0; sample < samples; sample++)
        {
            var drawn = Wishart.Sample([2, 0.5, 0.5, 1], 2, dof, ref random);
            for (var entry = 0; entry < 4; entry++)
            {
                sum[entry] += drawn[entry];
                squares[entry] += Math.Pow(drawn[entry] - (dof * scale[entry]), 2);
            }
        }

        for (var entry = 0; entry < 4; entry++)
        {
            var (i, j) = (entry / 2, entry % 2);
            var variance = dof * ((scale[entry] * scale[entry]) + (scale[(i * 2) + i] * scale[(j * 2) + j]));
            Assert.Equal(dof * scale[entry], sum[entry] / samples, 5 * Math.Sqrt(variance / samples));
            Assert.InRange(squares[entry] / samples, 0.95 * variance, 1.05 * variance);
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    public void The_prior_finds_the_coefficients_and_precision_that_made_the_factors(int rank)
    {
        const int rows = 6000;
        var builder = new FeatureRows([-1, 0, 0]);
        var factors = new AlignedFloats(rows * rank);
        var random = new CounterRandom(4, 0, 0, 0);
        for (var row = 0; row < rows; row++)
        {
            var (first, second) = ((float)random.NextNormal(), (float)random.NextNormal());
            builder.Begin();
            builder.Set(1, first);
            builder.Set(2, second);
            for (var d = 0; d < rank; d++)
                factors.Row(row, rank)[d] = 0.5f + (0.3f * first) - (0.2f * second) + (0.1f * (float)random.NextNormal());
        }

        var prior = new FactorPrior(builder.Build(), [.. Enumerable.Range(0, rows)], rank);
        for (var sweep = 0; sweep < 5; sweep++)
            prior.Sample(factors, new CounterRandom(9, sweep, 0, 0));

        for (var d = 0; d < rank; d++)
        {
            Assert.Equal(0.5, prior.Coefficients[d], 0.01);
            Assert.Equal(0.3, prior.Coefficients[rank + d], 0.01);
            Assert.Equal(-0.2, prior.Coefficients[(2 * rank) + d], 0.01);
            Assert.InRange(prior.Precision[(d * rank) + d], 90, 110);
            if (d > 0)
                Assert.InRange(prior.Precision[d], -8, 8);
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    public void A_rows_combination_with_the_published_coefficients_is_its_prior_term(int rank)
    {
        var builder = new FeatureRows([-1, 0]);
        builder.Begin();
        builder.Set(1, 2);
        var features = builder.Build();
        var factors = new AlignedFloats(rank);
        factors.Span.Fill(1);
        var prior = new FactorPrior(features, [0], rank);
        prior.Sample(factors, new CounterRandom(2, 0, 0, 0));
        var mean = new float[rank];
        var term = new float[rank];
        features.Combine(0, prior.CoefficientsSingle, mean);
        features.Combine(0, prior.ProjectedCoefficients, term);

        for (var d = 0; d < rank; d++)
        {
            Assert.Equal(prior.Coefficients[d] + (2 * prior.Coefficients[rank + d]), mean[d], 1e-5);
            var expected = Enumerable.Range(0, rank).Sum(k => prior.Precision[(d * rank) + k] * mean[k]);
            Assert.Equal(expected, term[d], 1e-3);
        }
    }
}
