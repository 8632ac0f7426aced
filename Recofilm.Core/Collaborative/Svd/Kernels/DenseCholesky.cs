using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace Recofilm.Core.Collaborative.Svd.Kernels;

/// <summary>Cholesky factorisation and triangular solves of one symmetric positive definite matrix, n × n by rows.</summary>
internal static class DenseCholesky
{
    /// <summary>Replaces the lower triangle of A by L with A = LLᵀ; the strict upper triangle is left as it is.</summary>
    /// <exception cref="ArithmeticException">A is not positive definite.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Factor(Span<double> matrix, int n)
    {
        for (var i = 0; i < n; i++)
        {
            var row = matrix.Slice(i * n, n);
            for (var j = 0; j <= i; j++)
            {
                var other = matrix.Slice(j * n, n);
                var sum = row[j];
                for (var k = 0; k < j; k++)
                    sum -= row[k] * other[k];
                if (j < i)
                    row[j] = sum / other[j];
                else if (sum > 0)
                    row[i] = Math.Sqrt(sum);
                else
                    throw new ArithmeticException($"The matrix is not positive definite at row {i}.");
            }
        }
    }

    /// <summary>Solves L X = B in place for a right-hand side of several columns, n × <paramref name="columns"/> by rows.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SolveLower(ReadOnlySpan<double> factor, int n, Span<double> right, int columns)
    {
        for (var i = 0; i < n; i++)
        {
            var target = right.Slice(i * columns, columns);
            for (var k = 0; k < i; k++)
                Subtract(right.Slice(k * columns, columns), factor[(i * n) + k], target);
            TensorPrimitives.Divide(target, factor[(i * n) + i], target);
        }
    }

    /// <summary>Solves Lᵀ X = B in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void SolveLowerTransposed(ReadOnlySpan<double> factor, int n, Span<double> right, int columns)
    {
        for (var i = n - 1; i >= 0; i--)
        {
            var target = right.Slice(i * columns, columns);
            for (var k = i + 1; k < n; k++)
                Subtract(right.Slice(k * columns, columns), factor[(k * n) + i], target);
            TensorPrimitives.Divide(target, factor[(i * n) + i], target);
        }
    }

    /// <summary>The inverse of a symmetric positive definite matrix.</summary>
    public static double[] Inverse(ReadOnlySpan<double> matrix, int n)
    {
        var factor = matrix.ToArray();
        Factor(factor, n);
        var inverse = new double[n * n];
        for (var i = 0; i < n; i++)
            inverse[(i * n) + i] = 1;
        SolveLower(factor, n, inverse, n);
        SolveLowerTransposed(factor, n, inverse, n);
        return inverse;
    }

    private static void Subtract(ReadOnlySpan<double> row, double factor, Span<double> target)
    {
        if (target.Length == 1)
            target[0] -= factor * row[0];
        else
            TensorPrimitives.MultiplyAdd(row, -factor, target, target);
    }
}
