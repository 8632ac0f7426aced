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
    // Rows that are taken out of the matrix together: each of its elements is read and written once for all of them.
    private const int PanelHeight = 4;

    /// <summary>
    /// Replaces the upper triangle of A by U with <c>Uᵀ U = A</c>; what is below it may change too. Panel by panel of rows:
    /// each is factored, then taken out of what remains of the matrix, always along rows and without a sum across a vector.
    /// </summary>
    /// <param name="matrix">Row-major, <paramref name="size"/>², the upper triangle filled.</param>
    /// <param name="size">Number of rows.</param>
    public static void Factor(Span<float> matrix, int size)
    {
        for (var first = 0; first < size; first += PanelHeight)
        {
            var end = Math.Min(first + PanelHeight, size);
            for (var pivot = first; pivot < end; pivot++)
            {
                var row = matrix.Slice(pivot * size, size);
                for (var earlier = first; earlier < pivot; earlier++)
                    SubtractMultiple(matrix.Slice(earlier * size, size), row, pivot);

                // The diagonal keeps 1 / U_ii: every later use divides by it. A pivot that rounding made tiny stays usable.
                var inverse = 1 / MathF.Sqrt(MathF.Max(row[pivot], 1e-12f));
                var rest = row[pivot..];
                TensorPrimitives.Multiply(rest, inverse, rest);
                row[pivot] = inverse;
            }

            for (var row = end; row < size; row++)
                SubtractMultiples(matrix.Slice(first * size, PanelHeight * size), matrix.Slice(row * size, size), row);
        }
    }

    /// <summary>Solves with a factor from <see cref="Factor"/>; <paramref name="vector"/> is b, then x.</summary>
    public static void Solve(ReadOnlySpan<float> factor, int size, Span<float> vector)
    {
        for (var row = 0; row < size; row++)
        {
            var value = vector[row] * factor[(row * size) + row];
            vector[row] = value;
            var rest = vector[(row + 1)..size];
            TensorPrimitives.MultiplyAdd(factor.Slice((row * size) + row + 1, rest.Length), -value, rest, rest);
        }

        for (var row = size - 1; row >= 0; row--)
        {
            var rest = vector[(row + 1)..size];
            var sum = TensorPrimitives.Dot(factor.Slice((row * size) + row + 1, rest.Length), rest);
            vector[row] = (vector[row] - sum) * factor[(row * size) + row];
        }
    }

    // From the vector that holds the first place on: what it has before that is below the diagonal, where nothing is read.
    private static void SubtractMultiple(ReadOnlySpan<float> row, Span<float> target, int first)
    {
        var to = MemoryMarshal.Cast<float, Vector<float>>(target);
        var from = MemoryMarshal.Cast<float, Vector<float>>(row)[..to.Length];
        var by = new Vector<float>(-row[first]);
        for (var block = first / Vector<float>.Count; block < to.Length; block++)
            to[block] = Vector.FusedMultiplyAdd(from[block], by, to[block]);
        for (var place = Math.Max(first, to.Length * Vector<float>.Count); place < target.Length; place++)
            target[place] = MathF.FusedMultiplyAdd(row[place], -row[first], target[place]);
    }

    // The same of a whole panel: row by row, as one at a time would.
    private static void SubtractMultiples(ReadOnlySpan<float> panel, Span<float> target, int first)
    {
        var size = target.Length;
        var (a, b) = (-panel[first], -panel[size + first]);
        var (c, d) = (-panel[(2 * size) + first], -panel[(3 * size) + first]);
        var to = MemoryMarshal.Cast<float, Vector<float>>(target);
        var fromA = MemoryMarshal.Cast<float, Vector<float>>(panel[..size])[..to.Length];
        var fromB = MemoryMarshal.Cast<float, Vector<float>>(panel.Slice(size, size))[..to.Length];
        var fromC = MemoryMarshal.Cast<float, Vector<float>>(panel.Slice(2 * size, size))[..to.Length];
        var fromD = MemoryMarshal.Cast<float, Vector<float>>(panel.Slice(3 * size, size))[..to.Length];
        var (ofA, ofB) = (new Vector<float>(a), new Vector<float>(b));
        var (ofC, ofD) = (new Vector<float>(c), new Vector<float>(d));
        for (var block = first / Vector<float>.Count; block < to.Length; block++)
        {
            var rest = Vector.FusedMultiplyAdd(fromA[block], ofA, to[block]);
            rest = Vector.FusedMultiplyAdd(fromB[block], ofB, rest);
            rest = Vector.FusedMultiplyAdd(fromC[block], ofC, rest);
            to[block] = Vector.FusedMultiplyAdd(fromD[block], ofD, rest);
        }

        for (var place = Math.Max(first, to.Length * Vector<float>.Count); place < size; place++)
        {
            var rest = MathF.FusedMultiplyAdd(panel[place], a, target[place]);
            rest = MathF.FusedMultiplyAdd(panel[size + place], b, rest);
            rest = MathF.FusedMultiplyAdd(panel[(2 * size) + place], c, rest);
            target[place] = MathF.FusedMultiplyAdd(panel[(3 * size) + place], d, rest);
        }
    }
}
