using Recofilm.Core.Collaborative.Svd;
using Recofilm.Core.Collaborative.Svd.Kernels;

namespace Recofilm.Core.Tests.Collaborative.Svd.Kernels;

public unsafe class CholeskyTests
{
    private const float Tolerance = 2e-4f;
    private const int Rank = FactorLayout.Rank;
    private const int Lanes = FactorLayout.Lanes;

    [Fact]
    public void A_small_matrix_is_factored_and_solved_as_by_hand()
    {
        // [4 2; 2 3] = L Lᵀ with L = [2 0; 1 √2]; its inverse is [3 −2; −2 4] / 8.
        double[] factor = [4, 2, 2, 3];
        DenseCholesky.Factor(factor, 2);
        Assert.Equal(2, factor[0], 1e-12);
        Assert.Equal(1, factor[2], 1e-12);
        Assert.Equal(Math.Sqrt(2), factor[3], 1e-12);

        double[] expected = [3 / 8.0, -2 / 8.0, -2 / 8.0, 4 / 8.0];
        var inverse = DenseCholesky.Inverse([4, 2, 2, 3], 2);
        for (var entry = 0; entry < 4; entry++)
            Assert.Equal(expected[entry], inverse[entry], 1e-12);
    }

    [Fact]
    public void A_matrix_that_is_not_positive_definite_is_refused() =>
        Assert.Equal(
            "The matrix is not positive definite at row 1.",
            Assert.Throws<ArithmeticException>(() => DenseCholesky.Factor(new double[] { 1, 2, 2, 1 }, 2)).Message);

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
            var expected = DenseCholesky.Inverse(matrices[lane], Rank);
            for (var i = 0; i < Rank; i++)
            {
                var solution = Enumerable.Range(0, Rank).Sum(j => expected[(i * Rank) + j] * right[lane][j]);
                Assert.Equal((float)solution, vector.Span[(i * Lanes) + lane], Tolerance);
                for (var j = i; j < Rank; j++)
                {
                    Assert.Equal(
                        (float)expected[(i * Rank) + j], inverse.Span[(FactorLayout.PackedIndex(i, j) * Lanes) + lane], Tolerance);
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
