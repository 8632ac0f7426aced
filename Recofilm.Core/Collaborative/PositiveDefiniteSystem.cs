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
    /// <summary>
    /// Replaces the lower triangle of A by L with <c>L Lᵀ = A</c>; what is above it may change too. Column by column: each is
    /// taken out of what remains of the matrix, which needs no sum across a vector.
    /// </summary>
    /// <param name="matrix">Row-major, <paramref name="size"/>², the lower triangle filled.</param>
    /// <param name="size">Number of rows.</param>
    public static void Factor(Span<float> matrix, int size)
    {
        // Zero up to the pivot, so that whole vectors can be subtracted that begin before it.
        Span<float> column = stackalloc float[size];
        for (var pivot = 0; pivot < size; pivot++)
        {
            // The diagonal keeps 1 / L_ii: every later use divides by it. A pivot that rounding made tiny stays usable.
            var inverse = 1 / MathF.Sqrt(MathF.Max(matrix[(pivot * size) + pivot], 1e-12f));
            matrix[(pivot * size) + pivot] = inverse;
            column[pivot] = 0;
            for (var row = pivot + 1; row < size; row++)
                column[row] = matrix[(row * size) + pivot] *= inverse;
            for (var row = pivot + 1; row < size; row++)
                SubtractMultiple(column, column[row], matrix.Slice(row * size, size), pivot + 1, row);
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

    // From the vector that holds the first place to the one that holds the last.
    private static void SubtractMultiple(ReadOnlySpan<float> values, float factor, Span<float> target, int first, int last)
    {
        var from = MemoryMarshal.Cast<float, Vector<float>>(values);
        var to = MemoryMarshal.Cast<float, Vector<float>>(target);
        var factors = new Vector<float>(factor);
        for (var block = first / Vector<float>.Count; block <= last / Vector<float>.Count && block < to.Length; block++)
            to[block] -= from[block] * factors;
        for (var place = Math.Max(first, to.Length * Vector<float>.Count); place <= last; place++)
            target[place] -= values[place] * factor;
    }
}
