using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace Recofilm.Core.Collaborative;

/// <summary>
/// Sums of weighted outer products: a tile of lines and columns of the matrix stays in registers while rows are added to it,
/// which leaves less than one load to a multiplication.
/// </summary>
internal static class OuterProductTiles
{
    // As many rows as stay in the nearest cache, with their multiples, while all tiles read them.
    private const int RowsTogether = 32;

    /// <summary>Whether rows of so many values can be added here.</summary>
    public static bool Fit(int dimension) => Vector256.IsHardwareAccelerated && dimension % OuterProductTile256.Columns == 0;

    /// <summary>Adds <c>Σ w_i y_i y_iᵀ</c> to the upper triangle, and part of what is below it.</summary>
    public static void Add(
        ReadOnlySpan<float> rows, ReadOnlySpan<int> indices, ReadOnlySpan<float> weights, Span<float> matrix, int dimension)
    {
        var isWide = Vector512.IsHardwareAccelerated && dimension % OuterProductTile512.Columns == 0;
        var (lines, columns) = isWide
            ? (OuterProductTile512.Lines, OuterProductTile512.Columns)
            : (OuterProductTile256.Lines, OuterProductTile256.Columns);
        Span<float> chosen = stackalloc float[RowsTogether * dimension];
        Span<float> weighted = stackalloc float[RowsTogether * dimension];
        for (var start = 0; start < indices.Length; start += RowsTogether)
        {
            var count = Math.Min(RowsTogether, indices.Length - start);
            for (var place = 0; place < count; place++)
            {
                var row = rows.Slice(indices[start + place] * dimension, dimension);
                row.CopyTo(chosen[(place * dimension)..]);
                TensorPrimitives.Multiply(row, weights[start + place], weighted.Slice(place * dimension, dimension));
            }

            for (var line = 0; line < dimension; line += lines)
            {
                for (var column = line / columns * columns; column < dimension; column += columns)
                {
                    var tile = matrix[((line * dimension) + column)..];
                    if (isWide)
                        OuterProductTile512.Add(chosen[column..], weighted[line..], count, tile, dimension);
                    else
                        OuterProductTile256.Add(chosen[column..], weighted[line..], count, tile, dimension);
                }
            }
        }
    }
}
