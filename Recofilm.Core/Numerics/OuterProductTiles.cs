using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace Recofilm.Core.Numerics;

/// <summary>
/// Sums weighted outer products. A tile of lines and columns of the matrix stays in registers while rows are added to it,
/// so a multiplication costs less than one load.
/// </summary>
internal static class OuterProductTiles
{
    // The rows and their multiples stay in the nearest cache while all tiles read them.
    private const int UnrollFactor = 32;

    /// <summary>Whether rows of <paramref name="dimension"/> values fill whole tiles on this processor.</summary>
    public static bool Fit(int dimension) => Vector256.IsHardwareAccelerated && dimension % OuterProductTile256.Columns == 0;

    /// <summary>Adds <c>Σ w_i y_i y_iᵀ</c> to the upper triangle, and to part of the lower one.</summary>
    public static void Add(
        ReadOnlySpan<float> rows, ReadOnlySpan<int> indices, ReadOnlySpan<float> weights, Span<float> matrix, int dimension)
    {
        const int Lines = OuterProductTile256.Lines;
        const int Columns = OuterProductTile256.Columns;
        Span<float> chosen = stackalloc float[UnrollFactor * dimension];
        Span<float> weighted = stackalloc float[UnrollFactor * dimension];
        for (var start = 0; start < indices.Length; start += UnrollFactor)
        {
            var count = Math.Min(UnrollFactor, indices.Length - start);
            for (var place = 0; place < count; place++)
            {
                var row = rows.Slice(indices[start + place] * dimension, dimension);
                row.CopyTo(chosen[(place * dimension)..]);
                TensorPrimitives.Multiply(row, weights[start + place], weighted.Slice(place * dimension, dimension));
            }

            for (var line = 0; line < dimension; line += Lines)
            {
                for (var column = line / Columns * Columns; column < dimension; column += Columns)
                {
                    OuterProductTile256.Add(
                        chosen[column..], weighted[line..], count, matrix[((line * dimension) + column)..], dimension);
                }
            }
        }
    }
}
