using System.Numerics.Tensors;

namespace Recofilm.Core.Collaborative;

/// <summary>
/// Solves <c>A x = b</c> for a symmetric positive definite A by Cholesky's factorisation, in place and without
/// allocating. Rows of the lower triangle are dot products of contiguous spans, which is what vectorises.
/// </summary>
internal static class PositiveDefiniteSystem
{
    /// <summary>Replaces the lower triangle of A by L with <c>L Lᵀ = A</c>.</summary>
    /// <param name="matrix">Row-major, <paramref name="size"/>², the lower triangle filled.</param>
    /// <param name="size">Number of rows.</param>
    public static void Factor(Span<float> matrix, int size)
    {
        for (var row = 0; row < size; row++)
        {
            var current = matrix.Slice(row * size, row + 1);
            for (var column = 0; column < row; column++)
            {
                var other = matrix.Slice(column * size, column + 1);
                var sum = TensorPrimitives.Dot<float>(current[..column], other[..column]);
                current[column] = (current[column] - sum) * other[column];
            }

            var pivot = current[row] - TensorPrimitives.SumOfSquares<float>(current[..row]);

            // The diagonal keeps 1 / L_ii: every later use divides by it. A pivot that rounding made tiny stays usable.
            current[row] = 1 / MathF.Sqrt(MathF.Max(pivot, 1e-12f));
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
}
