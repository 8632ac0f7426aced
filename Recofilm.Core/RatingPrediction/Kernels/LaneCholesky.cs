using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Recofilm.Core.RatingPrediction.Kernels;

/// <summary>
/// Linear algebra on sixteen symmetric D × D systems side by side: entry (i, j), i ≤ j, of system l lies at
/// <c>16 · PackedIndex(D, i, j) + l</c>, entry i of a vector at <c>16 i + l</c>. Each lane is one system, so there are no
/// shuffles and no horizontal sums, and the bits do not depend on the width of a vector.
/// </summary>
internal static unsafe class LaneCholesky
{
    private const int Lanes = FactorLayout.Lanes;

    /// <summary>Sums that are computed side by side, because each of them waits for its multiply-adds one by one.</summary>
    private const int SumsAtATime = 4;


    /// <summary>Replaces P by U with P = UᵀU; the diagonal holds 1 / U_ii.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Factor(int rank, float* matrix)
    {
        AssertLayout(rank, matrix);
        for (var lane = 0; lane < Lanes; lane += Vector<float>.Count)
        {
            var u = matrix + lane;
            for (var i = 0; i < rank; i++)
            {
                var row = u + RowOffset(rank, i);
                var sum = Vector.Load(row);
                for (var k = 0; k < i; k++)
                {
                    var entry = Vector.Load(u + RowOffset(rank, k) + ((i - k) * Lanes));
                    sum = Vector.FusedMultiplyAdd(-entry, entry, sum);
                }

                var inverse = Vector<float>.One / Vector.SquareRoot(sum);
                inverse.Store(row);
                var j = i + 1;
                for (; j + SumsAtATime <= rank; j += SumsAtATime)
                    FactorColumns(rank, u, i, j, inverse);
                for (; j < rank; j++)
                    FactorColumn(rank, u, i, j, inverse);
            }
        }
    }

    /// <summary>Solves Uᵀ z = z in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SolveTransposed(int rank, float* factor, float* vector)
    {
        AssertLayout(rank, factor);
        Debug.Assert(vector != null);
        for (var lane = 0; lane < Lanes; lane += Vector<float>.Count)
        {
            var z = vector + lane;
            for (var i = 0; i < rank; i++)
            {
                var row = factor + lane + RowOffset(rank, i);
                var solved = Vector.Load(z + (i * Lanes)) * Vector.Load(row);
                solved.Store(z + (i * Lanes));
                for (var j = i + 1; j < rank; j++)
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
    public static void Solve(int rank, float* factor, float* vector, float* solution)
    {
        AssertLayout(rank, factor);
        Debug.Assert(vector != null && solution != null);
        for (var lane = 0; lane < Lanes; lane += Vector<float>.Count)
        {
            for (var i = rank - 1; i >= 0; i--)
            {
                var row = factor + lane + RowOffset(rank, i);
                var sum = Vector.Load(vector + lane + (i * Lanes));
                for (var j = i + 1; j < rank; j++)
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
    public static void Invert(int rank, float* factor, float* inverse)
    {
        AssertLayout(rank, factor);
        Debug.Assert(inverse != null && inverse != factor, "The inverse is written while the factor is read.");
        for (var lane = 0; lane < Lanes; lane += Vector<float>.Count)
        {
            InvertTriangle(rank, factor + lane);
            for (var j = 0; j < rank; j++)
            {
                var i = 0;
                for (; i + SumsAtATime <= j + 1; i += SumsAtATime)
                    MultiplyRows(rank, factor + lane, i, j, inverse + lane);
                for (; i <= j; i++)
                    MultiplyRow(rank, factor + lane, i, j, inverse + lane);
            }
        }
    }

    /// <summary>Computes U_ij, …, U_i,j+3.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FactorColumns(int rank, float* u, int i, int j, Vector<float> inverse)
    {
        var target = u + RowOffset(rank, i) + ((j - i) * Lanes);
        var s0 = Vector.Load(target);
        var s1 = Vector.Load(target + Lanes);
        var s2 = Vector.Load(target + (2 * Lanes));
        var s3 = Vector.Load(target + (3 * Lanes));
        var left = u + (i * Lanes);
        var right = u + (j * Lanes);
        for (var k = 0; k < i; k++)
        {
            var scale = -Vector.Load(left);
            s0 = Vector.FusedMultiplyAdd(scale, Vector.Load(right), s0);
            s1 = Vector.FusedMultiplyAdd(scale, Vector.Load(right + Lanes), s1);
            s2 = Vector.FusedMultiplyAdd(scale, Vector.Load(right + (2 * Lanes)), s2);
            s3 = Vector.FusedMultiplyAdd(scale, Vector.Load(right + (3 * Lanes)), s3);
            left += NextRow(rank, k);
            right += NextRow(rank, k);
        }

        (s0 * inverse).Store(target);
        (s1 * inverse).Store(target + Lanes);
        (s2 * inverse).Store(target + (2 * Lanes));
        (s3 * inverse).Store(target + (3 * Lanes));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FactorColumn(int rank, float* u, int i, int j, Vector<float> inverse)
    {
        var target = u + RowOffset(rank, i) + ((j - i) * Lanes);
        var sum = Vector.Load(target);
        var left = u + (i * Lanes);
        var right = u + (j * Lanes);
        for (var k = 0; k < i; k++)
        {
            sum = Vector.FusedMultiplyAdd(-Vector.Load(left), Vector.Load(right), sum);
            left += NextRow(rank, k);
            right += NextRow(rank, k);
        }

        (sum * inverse).Store(target);
    }

    /// <summary>Computes the entries (i, j), …, (i + 3, j) of V Vᵀ for an upper triangle V.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyRows(int rank, float* v, int i, int j, float* product)
    {
        var offset = RowOffset(rank, i) + ((j - i) * Lanes);
        var offset1 = NextRow(rank, i);
        var offset2 = offset1 + NextRow(rank, i + 1);
        var offset3 = offset2 + NextRow(rank, i + 2);
        var row = v + offset;
        var last = v + RowOffset(rank, j);
        Vector<float> s0 = default, s1 = default, s2 = default, s3 = default;
        for (var k = j; k < rank; k++, row += Lanes, last += Lanes)
        {
            var entry = Vector.Load(last);
            s0 = Vector.FusedMultiplyAdd(Vector.Load(row), entry, s0);
            s1 = Vector.FusedMultiplyAdd(Vector.Load(row + offset1), entry, s1);
            s2 = Vector.FusedMultiplyAdd(Vector.Load(row + offset2), entry, s2);
            s3 = Vector.FusedMultiplyAdd(Vector.Load(row + offset3), entry, s3);
        }

        s0.Store(product + offset);
        s1.Store(product + offset + offset1);
        s2.Store(product + offset + offset2);
        s3.Store(product + offset + offset3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void MultiplyRow(int rank, float* v, int i, int j, float* product)
    {
        var offset = RowOffset(rank, i) + ((j - i) * Lanes);
        var row = v + offset;
        var last = v + RowOffset(rank, j);
        var sum = Vector<float>.Zero;
        for (var k = j; k < rank; k++, row += Lanes, last += Lanes)
            sum = Vector.FusedMultiplyAdd(Vector.Load(row), Vector.Load(last), sum);
        sum.Store(product + offset);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void InvertTriangle(int rank, float* u)
    {
        // Row i of the inverse needs row i of U and the rows of the inverse below it, so rows are replaced from the last one up.
        for (var i = rank - 2; i >= 0; i--)
        {
            var row = u + RowOffset(rank, i);
            var scale = -Vector.Load(row);
            var j = rank - SumsAtATime;
            for (; j > i; j -= SumsAtATime)
                InvertColumns(rank, u, i, j, scale);
            for (j += SumsAtATime - 1; j > i; j--)
            {
                var sum = Vector<float>.Zero;
                for (var k = i + 1; k <= j; k++)
                    sum = Vector.FusedMultiplyAdd(Vector.Load(row + ((k - i) * Lanes)), Entry(rank, u, k, j), sum);
                (sum * scale).Store(row + ((j - i) * Lanes));
            }
        }
    }

    /// <summary>Replaces U_ij, …, U_i,j+3 by entries of the inverse.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void InvertColumns(int rank, float* u, int i, int j, Vector<float> scale)
    {
        var left = u + RowOffset(rank, i) + Lanes;
        var right = u + RowOffset(rank, i + 1) + ((j - i - 1) * Lanes);
        Vector<float> s0 = default, s1 = default, s2 = default, s3 = default;
        for (var k = i + 1; k <= j; k++)
        {
            var entry = Vector.Load(left);
            s0 = Vector.FusedMultiplyAdd(entry, Vector.Load(right), s0);
            s1 = Vector.FusedMultiplyAdd(entry, Vector.Load(right + Lanes), s1);
            s2 = Vector.FusedMultiplyAdd(entry, Vector.Load(right + (2 * Lanes)), s2);
            s3 = Vector.FusedMultiplyAdd(entry, Vector.Load(right + (3 * Lanes)), s3);
            left += Lanes;
            right += NextRow(rank, k);
        }

        // The triangle's edge: rows j + 1 to j + 3 have entries in the last columns only.
        var (e1, e2, e3) = (Vector.Load(left), Vector.Load(left + Lanes), Vector.Load(left + (2 * Lanes)));
        s1 = Vector.FusedMultiplyAdd(e1, Entry(rank, u, j + 1, j + 1), s1);
        s2 = Vector.FusedMultiplyAdd(e1, Entry(rank, u, j + 1, j + 2), s2);
        s2 = Vector.FusedMultiplyAdd(e2, Entry(rank, u, j + 2, j + 2), s2);
        s3 = Vector.FusedMultiplyAdd(e1, Entry(rank, u, j + 1, j + 3), s3);
        s3 = Vector.FusedMultiplyAdd(e2, Entry(rank, u, j + 2, j + 3), s3);
        s3 = Vector.FusedMultiplyAdd(e3, Entry(rank, u, j + 3, j + 3), s3);
        var target = left - Lanes;
        (s0 * scale).Store(target);
        (s1 * scale).Store(target + Lanes);
        (s2 * scale).Store(target + (2 * Lanes));
        (s3 * scale).Store(target + (3 * Lanes));
    }

    private static Vector<float> Entry(int rank, float* u, int row, int column) =>
        Vector.Load(u + RowOffset(rank, row) + ((column - row) * Lanes));

    // Every address is an entry of a packed triangle of sixteen lanes and is read and written in whole vectors of lanes.
    [Conditional("DEBUG")]
    private static void AssertLayout(int rank, float* matrix) =>
        Debug.Assert(
            matrix != null && Lanes % Vector<float>.Count == 0
            && FactorLayout.PackedIndex(rank, rank - 1, rank - 1) == FactorLayout.Packed(rank) - 1);

    /// <summary>The distance from an entry of a row to the one below it.</summary>
    private static int NextRow(int rank, int row) => (rank - 1 - row) * Lanes;

    private static int RowOffset(int rank, int row) => FactorLayout.PackedIndex(rank, row, row) * Lanes;
}
