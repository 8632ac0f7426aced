using Recofilm.Core.Numerics;
using Recofilm.Core.RatingPrediction.Kernels;

namespace Recofilm.Core.Tests.RatingPrediction.Kernels;

public unsafe class LaneCholeskyTests
{
    private const float Tolerance = 2e-4f;
    private const int Rank = FactorLayout.Rank;
    private const int Lanes = FactorLayout.Lanes;

    [Fact]
    public void Lanes_solve_and_invert_as_one_matrix_after_the_other_does()
    {
        var random = new Random(3);
        var matrices = Enumerable.Range(0, Lanes).Select(_ => PositiveDefinite(random)).ToArray();
        var right = Enumerable.Range(0, Lanes)
            .Select(_ => Enumerable.Range(0, Rank).Select(_ => random.NextDouble() - 0.5).ToArray()).ToArray();
        var packed = new AlignedFloats(FactorLayout.Packed * Lanes);
        var inverse = new AlignedFloats(FactorLayout.Packed * Lanes);
        var vector = new AlignedFloats(Rank * Lanes);
        for (var lane = 0; lane < Lanes; lane++)
        {
            for (var i = 0; i < Rank; i++)
            {
                vector.Span[(i * Lanes) + lane] = (float)right[lane][i];
                for (var j = i; j < Rank; j++)
                    packed.Span[(FactorLayout.PackedIndex(i, j) * Lanes) + lane] = (float)matrices[lane][(i * Rank) + j];
            }
        }

        LaneCholesky.Factor(packed.Pointer);
        LaneCholesky.SolveTransposed(packed.Pointer, vector.Pointer);
        LaneCholesky.Solve(packed.Pointer, vector.Pointer, vector.Pointer);
        LaneCholesky.Invert(packed.Pointer, inverse.Pointer);

        for (var lane = 0; lane < Lanes; lane++)
        {
            var expected = Cholesky.Inverse<double>(matrices[lane], Rank);
            for (var i = 0; i < Rank; i++)
            {
                var solution = Enumerable.Range(0, Rank).Sum(j => expected[(i * Rank) + j] * right[lane][j]);
                Assert.Equal((float)solution, vector.Span[(i * Lanes) + lane], Tolerance);
                for (var j = i; j < Rank; j++)
                {
                    Assert.Equal(
                        (float)expected[(i * Rank) + j],
                        inverse.Span[(FactorLayout.PackedIndex(i, j) * Lanes) + lane], Tolerance);
                }
            }
        }
    }

    /// <summary>A product of a random matrix with itself, plus the identity.</summary>
    internal static double[] PositiveDefinite(Random random)
    {
        var root = Enumerable.Range(0, Rank * Rank).Select(_ => random.NextDouble() - 0.5).ToArray();
        var matrix = new double[Rank * Rank];
        for (var i = 0; i < Rank; i++)
        {
            for (var j = 0; j < Rank; j++)
            {
                matrix[(i * Rank) + j] =
                    (i == j ? 1 : 0) + Enumerable.Range(0, Rank).Sum(k => root[(i * Rank) + k] * root[(j * Rank) + k]);
            }
        }

        return matrix;
    }
}
