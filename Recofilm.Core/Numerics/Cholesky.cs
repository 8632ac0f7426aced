using System.Diagnostics;
using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Recofilm.Core.Numerics;

/// <summary>
/// Factors one symmetric positive definite matrix, <c>A = Uᵀ U</c>, and solves with the factor, in single or double precision.
/// Matrices are row-major, size × size. The factor has <c>1 / U_ii</c> on its diagonal, because every later use divides by
/// <c>U_ii</c>; entries below the diagonal have no meaning.
/// </summary>
internal static class Cholesky
{
    // The rows of a panel are subtracted together, so each element of the rest is read and written once for all of them.
    private const int PanelHeight = 4;

    // The columns of an inverse that share one pass over the factor.
    private const int InverseColumns = 64;

    /// <summary>
    /// Replaces the upper triangle of A by U, without allocating. Works panel by panel of rows: factors the panel, then subtracts
    /// it from the rest of the matrix, always along rows and without a horizontal sum.
    /// </summary>
    /// <param name="matrix">The upper triangle of A; entries below it may change too.</param>
    /// <param name="size">Number of rows.</param>
    /// <param name="smallestPivot">Replaces smaller pivots, which rounding made. With 0, such a matrix is refused.</param>
    /// <exception cref="ArithmeticException">A pivot is not positive, and <paramref name="smallestPivot"/> is 0.</exception>
    public static void Factor<T>(Span<T> matrix, int size, T smallestPivot = default)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        for (var first = 0; first < size; first += PanelHeight)
        {
            var end = Math.Min(first + PanelHeight, size);
            for (var pivot = first; pivot < end; pivot++)
            {
                var row = matrix.Slice(pivot * size, size);
                for (var earlier = first; earlier < pivot; earlier++)
                    SubtractMultiple(matrix.Slice(earlier * size, size), row, pivot);
                if (smallestPivot == T.Zero && !(row[pivot] > T.Zero))
                    throw new ArithmeticException($"The matrix is not positive definite at row {pivot}.");

                var inverse = T.One / T.Sqrt(T.Max(row[pivot], smallestPivot));
                var rest = row[pivot..];
                TensorPrimitives.Multiply(rest, inverse, rest);
                row[pivot] = inverse;
            }

            if (end < size)
                SubtractPanel(matrix, size, first);
        }
    }

    /// <summary>Solves A X = B in place.</summary>
    /// <inheritdoc cref="SolveTransposed"/>
    public static void Solve<T>(ReadOnlySpan<T> factor, int size, Span<T> columns, int count = 1)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        SolveTransposed(factor, size, columns, count);
        SolveUpper(factor, size, columns, count);
    }

    /// <summary>Solves Uᵀ X = B in place.</summary>
    /// <param name="factor">From <see cref="Factor"/>.</param>
    /// <param name="size">Number of rows.</param>
    /// <param name="columns">B, then X: <paramref name="size"/> rows of one value a right-hand side.</param>
    /// <param name="count">The number of right-hand sides.</param>
    public static void SolveTransposed<T>(ReadOnlySpan<T> factor, int size, Span<T> columns, int count = 1)
        where T : struct, IBinaryFloatingPointIeee754<T> => SubstituteForward(factor, size, columns, count, 0);

    /// <summary>Solves U X = B in place.</summary>
    /// <inheritdoc cref="SolveTransposed"/>
    public static void SolveUpper<T>(ReadOnlySpan<T> factor, int size, Span<T> columns, int count = 1)
        where T : struct, IBinaryFloatingPointIeee754<T> => SubstituteBack(factor, size, columns, count, 0);

    /// <summary>Returns the inverse of A, both triangles filled. The result does not depend on the number of threads.</summary>
    /// <param name="matrix">The upper triangle of A.</param>
    /// <param name="size">Number of rows.</param>
    /// <param name="parallel">Degree of parallelism and cancellation; matters from a few hundred rows on.</param>
    /// <exception cref="ArithmeticException">A is not positive definite.</exception>
    public static T[] Inverse<T>(ReadOnlySpan<T> matrix, int size, ParallelOptions? parallel = null)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        var factor = matrix.ToArray();
        Factor<T>(factor, size);
        var inverse = new T[size * size];
        Parallel.For(0, (size + InverseColumns - 1) / InverseColumns, parallel ?? new ParallelOptions(), block =>
        {
            // Columns j of the inverse at and below row j follow from the rows of the factor from j on; the rest is symmetric.
            var first = block * InverseColumns;
            var count = Math.Min(InverseColumns, size - first);
            var columns = new T[(size - first) * count];
            for (var column = 0; column < count; column++)
                columns[(column * count) + column] = T.One;
            SubstituteForward<T>(factor, size, columns, count, first);
            SubstituteBack<T>(factor, size, columns, count, first);
            for (var row = first; row < size; row++)
            {
                for (var column = first; column < first + count && column <= row; column++)
                {
                    var value = columns[((row - first) * count) + column - first];
                    (inverse[(row * size) + column], inverse[(column * size) + row]) = (value, value);
                }
            }
        });
        return inverse;
    }

    // Uses the factor's rows and columns from the first row on; the right-hand sides begin with that row.
    private static void SubstituteForward<T>(ReadOnlySpan<T> factor, int size, Span<T> columns, int count, int first)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        for (var row = first; row < size; row++)
        {
            var from = factor.Slice(row * size, size);
            var solved = columns.Slice((row - first) * count, count);
            if (count == 1)
            {
                // One right-hand side is a contiguous vector, and so is the row of the factor.
                solved[0] *= from[row];
                var rest = columns[(row - first + 1)..(size - first)];
                TensorPrimitives.MultiplyAdd(from[(row + 1)..], -solved[0], rest, rest);
                continue;
            }

            TensorPrimitives.Multiply(solved, from[row], solved);
            for (var later = row + 1; later < size; later++)
            {
                var rest = columns.Slice((later - first) * count, count);
                TensorPrimitives.MultiplyAdd(solved, -from[later], rest, rest);
            }
        }
    }

    private static void SubstituteBack<T>(ReadOnlySpan<T> factor, int size, Span<T> columns, int count, int first)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        for (var row = size - 1; row >= first; row--)
        {
            var from = factor.Slice(row * size, size);
            var target = columns.Slice((row - first) * count, count);
            if (count == 1)
            {
                target[0] = (target[0] - TensorPrimitives.Dot<T>(from[(row + 1)..], columns[(row - first + 1)..(size - first)]))
                    * from[row];
                continue;
            }

            for (var later = row + 1; later < size; later++)
                TensorPrimitives.MultiplyAdd(columns.Slice((later - first) * count, count), -from[later], target, target);
            TensorPrimitives.Multiply(target, from[row], target);
        }
    }

    // Starts at the vector that holds the first place; the entries before that place are below the diagonal and never read.
    private static void SubtractMultiple<T>(ReadOnlySpan<T> row, Span<T> target, int first)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        var to = MemoryMarshal.Cast<T, Vector<T>>(target);
        var from = MemoryMarshal.Cast<T, Vector<T>>(row)[..to.Length];
        var by = new Vector<T>(-row[first]);
        for (var block = first / Vector<T>.Count; block < to.Length; block++)
            to[block] = FusedMultiplyAdd(from[block], by, to[block]);
        for (var place = Math.Max(first, to.Length * Vector<T>.Count); place < target.Length; place++)
            target[place] = T.FusedMultiplyAdd(row[place], -row[first], target[place]);
    }

    // Subtracts a whole panel from every row after it, as subtracting its rows in turn would. References replace spans, because
    // creating spans of such short rows takes longer than the arithmetic.
    private static void SubtractPanel<T>(Span<T> matrix, int size, int first)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        Debug.Assert(
            first >= 0 && first + PanelHeight <= size, "A panel is followed by rows, so all of its own are in the matrix.");
        ref var start = ref MemoryMarshal.GetReference(matrix[..(size * size)]);
        ref var a = ref Unsafe.Add(ref start, first * size);
        ref var b = ref Unsafe.Add(ref a, size);
        ref var c = ref Unsafe.Add(ref b, size);
        ref var d = ref Unsafe.Add(ref c, size);
        var whole = size / Vector<T>.Count * Vector<T>.Count;
        for (var row = first + PanelHeight; row < size; row++)
        {
            ref var target = ref Unsafe.Add(ref start, row * size);
            var (byA, byB) = (-Unsafe.Add(ref a, row), -Unsafe.Add(ref b, row));
            var (byC, byD) = (-Unsafe.Add(ref c, row), -Unsafe.Add(ref d, row));
            var (allA, allB) = (new Vector<T>(byA), new Vector<T>(byB));
            var (allC, allD) = (new Vector<T>(byC), new Vector<T>(byD));
            for (var place = row / Vector<T>.Count * Vector<T>.Count; place < whole; place += Vector<T>.Count)
            {
                var at = (nuint)place;
                var rest = FusedMultiplyAdd(Vector.LoadUnsafe(ref a, at), allA, Vector.LoadUnsafe(ref target, at));
                rest = FusedMultiplyAdd(Vector.LoadUnsafe(ref b, at), allB, rest);
                rest = FusedMultiplyAdd(Vector.LoadUnsafe(ref c, at), allC, rest);
                FusedMultiplyAdd(Vector.LoadUnsafe(ref d, at), allD, rest).StoreUnsafe(ref target, at);
            }

            for (var place = Math.Max(row, whole); place < size; place++)
            {
                var rest = T.FusedMultiplyAdd(Unsafe.Add(ref a, place), byA, Unsafe.Add(ref target, place));
                rest = T.FusedMultiplyAdd(Unsafe.Add(ref b, place), byB, rest);
                rest = T.FusedMultiplyAdd(Unsafe.Add(ref c, place), byC, rest);
                Unsafe.Add(ref target, place) = T.FusedMultiplyAdd(Unsafe.Add(ref d, place), byD, rest);
            }
        }
    }

    // The framework has this operation for both types of elements, but not for a generic one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector<T> FusedMultiplyAdd<T>(Vector<T> left, Vector<T> right, Vector<T> addend)
        where T : struct =>
        typeof(T) == typeof(float)
            ? Vector.FusedMultiplyAdd(left.As<T, float>(), right.As<T, float>(), addend.As<T, float>()).As<float, T>()
            : Vector.FusedMultiplyAdd(left.As<T, double>(), right.As<T, double>(), addend.As<T, double>()).As<double, T>();
}
