using Recofilm.Core.Numerics;
using Recofilm.Core.RatingPrediction.Kernels;

namespace Recofilm.Core.Tests.RatingPrediction.Kernels;

public unsafe class LaneCholeskyTests
{
    private const float Tolerance = 2e-4f;
    private const int Lanes = FactorLayout.Lanes;

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    public void Lanes_solve_and_invert_as_one_matrix_after_the_other_does(int rank)
    {
        var random = new Random(3);
        var matrices = Enumerable.Range(0, Lanes).Select(_ => PositiveDefinite(random, rank)).ToArray();
        var right = Enumerable.Range(0, Lanes)
            .Select(_ => Enumerable.Range(0, rank).Select(_ => random.NextDouble() - 0.5).ToArray()).ToArray();
        var packed = new AlignedFloats(FactorLayout.Packed(rank) * Lanes);
        var inverse = new AlignedFloats(FactorLayout.Packed(rank) * Lanes);
        var vector = new AlignedFloats(rank * Lanes);
        for (var lane = 0; lane < Lanes; lane++)
        {
            for (var i = 0; i < rank; i++)
            {
                vector.Span[(i * Lanes) + lane] = (float)right[lane][i];
                for (var j = i; j < rank; j++)
                    packed.Span[(FactorLayout.PackedIndex(rank, i, j) * Lanes) + lane] = (float)matrices[lane][(i * rank) + j];
            }
        }

        LaneCholesky.Factor(rank, packed.Pointer);
        LaneCholesky.SolveTransposed(rank, packed.Pointer, vector.Pointer);
        LaneCholesky.Solve(rank, packed.Pointer, vector.Pointer, vector.Pointer);
        LaneCholesky.Invert(rank, packed.Pointer, inverse.Pointer);

        for (var lane = 0; lane < Lanes; lane++)
        {
            var expected = Cholesky.Inverse<double>(matrices[lane], rank);
            for (var i = 0; i < rank; i++)
            {
                var solution = Enumerable.Range(0, rank).Sum(j => expected[(i * rank) + j] * right[lane][j]);
                Assert.Equal((float)solution, vector.Span[(i * Lanes) + lane], Tolerance);
                for (var j = i; j < rank; j++)
                {
                    Assert.Equal(
                        (float)expected[(i * rank) + j],
                        inverse.Span[(FactorLayout.PackedIndex(rank, i, j) * Lanes) + lane], Tolerance);
                }
            }
        }
    }

    /// <summary>A product of a random matrix with itself, plus the identity.</summary>
    internal static double[] PositiveDefinite(Random random, int rank)
    {
        var root = Enumerable.Range(0, rank * rank).Select(_ => random.NextDouble() - 0.5).ToArray();
        var matrix = new double[rank * rank];
        for (var i = 0; i < rank; i++)
        {
            for (var j = 0; j < rank; j++)
            {
                matrix[(i * rank) + j] =
                    (i == j ? 1 : 0) + Enumerable.Range(0, rank).Sum(k => root[(i * rank) + k] * root[(j * rank) + k]);
            }
        }

        return matrix;
    }
}
