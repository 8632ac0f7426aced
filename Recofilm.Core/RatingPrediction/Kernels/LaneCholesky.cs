using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Recofilm.Core.RatingPrediction.Kernels;

/// <summary>
/// Linear algebra on sixteen symmetric D × D systems side by side: entry (i, j), i ≤ j, of system l lies at
/// <c>16 · PackedIndex(i, j) + l</c>, entry i of a vector at <c>16 i + l</c>. Each lane is one system, so there are no
/// shuffles and no horizontal sums, and the bits do not depend on the width of a vector.
/// </summary>
internal static unsafe class LaneCholesky
{
    private const int Rank = FactorLayout.Rank;
    private const int Lanes = FactorLayout.Lanes;

    /// <summary>Replaces P by U with P = UᵀU; the diagonal holds 1 / U_ii.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Factor(float* matrix)
    {
        AssertLayout(matrix);
        for (var lane = 0; lane < Lanes; lane += Vector<float>.Count)
        {
            var u = matrix + lane;
            for (var i = 0; i < Rank; i++)
            {
                var row = u + RowOffset(i);
                var sum = Vector.Load(row);
                for (var k = 0; k < i; k++)
                {
                    var entry = Vector.Load(u + RowOffset(k) + ((i - k) * Lanes));
                    sum = Vector.FusedMultiplyAdd(-entry, entry, sum);
                }

                var inverse = Vector<float>.One / Vector.SquareRoot(sum);
                inverse.Store(row);
                for (var j = i + 1; j < Rank; j++)
                {
                    var target = row + ((j - i) * Lanes);
                    sum = Vector.Load(target);
                    for (var k = 0; k < i; k++)
                    {
                        var column = u + RowOffset(k) - (k * Lanes);
                        sum = Vector.FusedMultiplyAdd(
                            -Vector.Load(column + (i * Lanes)), Vector.Load(column + (j * Lanes)), sum);
                    }

                    (sum * inverse).Store(target);
                }
            }
        }
    }

    /// <summary>Solves Uᵀ z = z in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SolveTransposed(float* factor, float* vector)
    {
        AssertLayout(factor);
        Debug.Assert(vector != null);
        for (var lane = 0; lane < Lanes; lane += Vector<float>.Count)
        {
            var z = vector + lane;
            for (var i = 0; i < Rank; i++)
            {
                var row = factor + lane + RowOffset(i);
                var solved = Vector.Load(z + (i * Lanes)) * Vector.Load(row);
                solved.Store(z + (i * Lanes));
                for (var j = i + 1; j < Rank; j++)
                {
                    var rest = Vector.FusedMultiplyAdd(
                        -Vector.Load(row + ((j - i) * Lanes)), solved, Vector.Load(z + (j * Lanes)));
                    rest.Store(z + (j * Lanes));
                }
            }
        }
    }

    /// <summary>Solves U w = z into <paramref name="solution"/>, which may be <paramref name="vector"/> itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Solve(float* factor, float* vector, float* solution)
    {
        AssertLayout(factor);
        Debug.Assert(vector != null && solution != null);
        for (var lane = 0; lane < Lanes; lane += Vector<float>.Count)
        {
            for (var i = Rank - 1; i >= 0; i--)
            {
                var row = factor + lane + RowOffset(i);
                var sum = Vector.Load(vector + lane + (i * Lanes));
                for (var j = i + 1; j < Rank; j++)
                {
                    sum = Vector.FusedMultiplyAdd(
                        -Vector.Load(row + ((j - i) * Lanes)), Vector.Load(solution + lane + (j * Lanes)), sum);
                }

                (sum * Vector.Load(row)).Store(solution + lane + (i * Lanes));
            }
        }
    }

    /// <summary>
    /// Computes P⁻¹ = U⁻¹ U⁻ᵀ of a factored matrix into <paramref name="inverse"/>, and replaces the factor by U⁻¹.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Invert(float* factor, float* inverse)
    {
        AssertLayout(factor);
        Debug.Assert(inverse != null && inverse != factor, "The inverse is written while the factor is read.");
        for (var lane = 0; lane < Lanes; lane += Vector<float>.Count)
        {
            InvertTriangle(factor + lane);
            for (var i = 0; i < Rank; i++)
            {
                for (var j = i; j < Rank; j++)
                {
                    var sum = Vector<float>.Zero;
                    for (var k = j; k < Rank; k++)
                    {
                        sum = Vector.FusedMultiplyAdd(
                            Vector.Load(factor + lane + RowOffset(i) + ((k - i) * Lanes)),
                            Vector.Load(factor + lane + RowOffset(j) + ((k - j) * Lanes)),
                            sum);
                    }

                    sum.Store(inverse + lane + RowOffset(i) + ((j - i) * Lanes));
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void InvertTriangle(float* u)
    {
        // Row i of the inverse needs row i of U and the rows of the inverse below it, so rows are replaced from the last one up.
        for (var i = Rank - 2; i >= 0; i--)
        {
            var row = u + RowOffset(i);
            var scale = -Vector.Load(row);
            for (var j = Rank - 1; j > i; j--)
            {
                var sum = Vector<float>.Zero;
                for (var k = i + 1; k <= j; k++)
                {
                    sum = Vector.FusedMultiplyAdd(
                        Vector.Load(row + ((k - i) * Lanes)), Vector.Load(u + RowOffset(k) + ((j - k) * Lanes)), sum);
                }

                (sum * scale).Store(row + ((j - i) * Lanes));
            }
        }
    }

    // Every address is an entry of a packed triangle of sixteen lanes and is read and written in whole vectors of lanes.
    [Conditional("DEBUG")]
    private static void AssertLayout(float* matrix) =>
        Debug.Assert(
            matrix != null && Lanes % Vector<float>.Count == 0
            && FactorLayout.PackedIndex(Rank - 1, Rank - 1) == FactorLayout.Packed - 1);

    private static int RowOffset(int row) => FactorLayout.PackedIndex(row, row) * Lanes;
}
