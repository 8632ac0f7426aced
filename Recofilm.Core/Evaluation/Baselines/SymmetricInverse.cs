using System.Numerics.Tensors;

namespace Recofilm.Core.Evaluation.Baselines;

/// <summary>
/// Inverts a symmetric positive definite matrix by Cholesky factorisation, A = L Lᵀ, A⁻¹ = L⁻ᵀ L⁻¹. Every inner loop is a
/// dot product of contiguous rows, and blocks of rows are independent, so it is vectorised, parallel, and gives the same
/// bytes for any number of threads.
/// </summary>
internal static class SymmetricInverse
{
    private const int Block = 32;

    /// <summary>Replaces the rows of A by the rows of its inverse.</summary>
    /// <param name="rows">The matrix, one array a row; only its lower triangle is read.</param>
    /// <param name="options">Degree of parallelism and cancellation.</param>
    /// <exception cref="ArithmeticException">The matrix is not positive definite.</exception>
    public static void Invert(double[][] rows, ParallelOptions options)
    {
        Factorise(rows, options);
        var inverseColumns = InvertFactor(rows, options);
        Parallel.For(0, rows.Length, options, i =>
        {
            // (A⁻¹)_ij = Σ_{k ≥ max(i, j)} (L⁻¹)_ki (L⁻¹)_kj.
            for (var j = 0; j <= i; j++)
                rows[i][j] = TensorPrimitives.Dot<double>(inverseColumns[i].AsSpan(i), inverseColumns[j].AsSpan(i));
        });
        for (var i = 0; i < rows.Length; i++)
        {
            for (var j = i + 1; j < rows.Length; j++)
                rows[i][j] = rows[j][i];
        }
    }

    // L_ij = (A_ij − Σ_{k<j} L_ik L_jk) / L_jj, a block of columns at a time for all rows below.
    private static void Factorise(double[][] rows, ParallelOptions options)
    {
        var n = rows.Length;
        for (var start = 0; start < n; start += Block)
        {
            var end = Math.Min(n, start + Block);
            for (var i = start; i < end; i++)
                FactoriseRow(rows, i, start, i + 1);
            Parallel.For(end, n, options, i => FactoriseRow(rows, i, start, end));
        }
    }

    private static void FactoriseRow(double[][] rows, int i, int start, int end)
    {
        var row = rows[i];
        for (var j = start; j < end; j++)
        {
            var rest = row[j] - TensorPrimitives.Dot<double>(row.AsSpan(0, j), rows[j].AsSpan(0, j));
            if (i != j)
                row[j] = rest / rows[j][j];
            else if (rest > 0)
                row[j] = Math.Sqrt(rest);
            else
                throw new ArithmeticException($"The matrix is not positive definite at row {i}.");
        }
    }

    // Column j of L⁻¹ by forward substitution, as a row with zeros before j. A block shares each pass over L.
    private static double[][] InvertFactor(double[][] factor, ParallelOptions options)
    {
        var n = factor.Length;
        var columns = new double[n][];
        Parallel.For(0, (n + Block - 1) / Block, options, block =>
        {
            var start = block * Block;
            var end = Math.Min(n, start + Block);
            for (var j = start; j < end; j++)
                columns[j] = new double[n];
            for (var i = start; i < n; i++)
            {
                for (var j = start; j < Math.Min(end, i + 1); j++)
                {
                    var known = TensorPrimitives.Dot<double>(factor[i].AsSpan(j, i - j), columns[j].AsSpan(j, i - j));
                    columns[j][i] = ((i == j ? 1 : 0) - known) / factor[i][i];
                }
            }
        });
        return columns;
    }
}
