using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace Recofilm.Core.Collaborative;

/// <summary>
/// Solves <c>A x = b</c> for a symmetric positive definite A by Cholesky's factorisation, in place and without
/// allocating.
/// </summary>
internal static class PositiveDefiniteSystem
{
    // Columns that are taken out of the matrix together: each of its elements is read and written once for all of them.
    private const int PanelWidth = 4;

    /// <summary>
    /// Replaces the lower triangle of A by L with <c>L Lᵀ = A</c>; what is above it may change too. Panel by panel of columns:
    /// each is factored, then taken out of what remains of the matrix, which needs no sum across a vector.
    /// </summary>
    /// <param name="matrix">Row-major, <paramref name="size"/>², the lower triangle filled.</param>
    /// <param name="size">Number of rows.</param>
    public static void Factor(Span<float> matrix, int size)
    {
        Span<float> columns = stackalloc float[PanelWidth * size];
        for (var first = 0; first < size; first += PanelWidth)
        {
            var end = Math.Min(first + PanelWidth, size);
            columns.Clear();
            FactorPanel(matrix, size, first, end, columns);
            for (var row = end; row < size; row++)
                SubtractMultiples(columns, size, matrix.Slice(row * size, size), end, row);
        }
    }

    /// <summary>Solves with a factor from <see cref="Factor"/>; <paramref name="vector"/> is b, then x.</summary>
    public static void Solve(ReadOnlySpan<float> factor, int size, Span<float> vector)
    {
        for (var row = 0; row < size; row++)
        {
            var sum = TensorPrimitives.Dot(factor.Slice(row * size, row), vector[..row]);
            vector[row] = (vector[row] - sum) * factor[(row * size) + row];
        }

        for (var row = size - 1; row >= 0; row--)
        {
            var value = vector[row] * factor[(row * size) + row];
            vector[row] = value;
            var rest = vector[..row];
            TensorPrimitives.MultiplyAdd(factor.Slice(row * size, row), -value, rest, rest);
        }
    }

    // Leaves the panel's columns in the matrix and, below the panel, as rows: zero up to its end, so that whole vectors of them
    // can be subtracted that begin before it.
    private static void FactorPanel(Span<float> matrix, int size, int first, int end, Span<float> columns)
    {
        for (var pivot = first; pivot < end; pivot++)
        {
            // The diagonal keeps 1 / L_ii: every later use divides by it. A pivot that rounding made tiny stays usable.
            var inverse = 1 / MathF.Sqrt(MathF.Max(matrix[(pivot * size) + pivot], 1e-12f));
            matrix[(pivot * size) + pivot] = inverse;
            var column = columns.Slice((pivot - first) * size, size);
            for (var row = pivot + 1; row < size; row++)
            {
                var value = column[row] = matrix[(row * size) + pivot] *= inverse;
                for (var other = pivot + 1; other < end && other <= row; other++)
                    matrix[(row * size) + other] -= column[other] * value;
            }

            column[..end].Clear();
        }
    }

    // From the vector that holds the first place to the one that holds the last; column by column, as one at a time would.
    private static void SubtractMultiples(ReadOnlySpan<float> columns, int size, Span<float> target, int first, int last)
    {
        var a = columns[..size];
        var b = columns.Slice(size, size);
        var c = columns.Slice(2 * size, size);
        var d = columns.Slice(3 * size, size);
        var to = MemoryMarshal.Cast<float, Vector<float>>(target);
        var fromA = MemoryMarshal.Cast<float, Vector<float>>(a);
        var fromB = MemoryMarshal.Cast<float, Vector<float>>(b);
        var fromC = MemoryMarshal.Cast<float, Vector<float>>(c);
        var fromD = MemoryMarshal.Cast<float, Vector<float>>(d);
        var (ofA, ofB) = (new Vector<float>(a[last]), new Vector<float>(b[last]));
        var (ofC, ofD) = (new Vector<float>(c[last]), new Vector<float>(d[last]));
        for (var block = first / Vector<float>.Count; block <= last / Vector<float>.Count && block < to.Length; block++)
            to[block] = to[block] - (fromA[block] * ofA) - (fromB[block] * ofB) - (fromC[block] * ofC) - (fromD[block] * ofD);
        for (var place = Math.Max(first, to.Length * Vector<float>.Count); place <= last; place++)
            target[place] = target[place] - (a[place] * a[last]) - (b[place] * b[last]) - (c[place] * c[last]) - (d[place] * d[last]);
    }
}
