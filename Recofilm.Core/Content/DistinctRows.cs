using System.Runtime.InteropServices;

namespace Recofilm.Core.Content;

/// <summary>
/// Some columns of a sparse matrix, of which many rows are the same there: each different row is kept, and multiplied, once.
/// Movies have few different sets of genres and few years.
/// </summary>
internal sealed class DistinctRows
{
    private readonly int[] _rowOf;
    private readonly SparseMatrix _rows;

    /// <summary>Finds the different rows.</summary>
    /// <param name="matrix">All rows.</param>
    /// <param name="takes">Which columns count.</param>
    public DistinctRows(SparseMatrix matrix, Func<int, bool> takes)
    {
        var part = matrix.Where(takes);
        var known = new Dictionary<int, int>();
        var different = new List<int>();
        _rowOf = new int[matrix.RowCount];
        for (var row = 0; row < matrix.RowCount; row++)
        {
            var hash = default(HashCode);
            hash.AddBytes(MemoryMarshal.AsBytes(part.ColumnsOf(row)));
            hash.AddBytes(MemoryMarshal.AsBytes(part.ValuesOf(row)));
            var key = hash.ToHashCode();
            if (!known.TryGetValue(key, out var place) || !AreEqual(part, different[place], row))
            {
                place = different.Count;
                known[key] = place;
                different.Add(row);
            }

            _rowOf[row] = place;
        }

        _rows = part.Take(different);
    }

    /// <summary>How many different rows there are.</summary>
    public int Count => _rows.RowCount;

    /// <summary>The different row that each row of the whole matrix is.</summary>
    public ReadOnlySpan<int> RowOf => _rowOf;

    /// <summary>Each different row's inner product with a vector, of which only the columns that count matter.</summary>
    /// <param name="vector">One value a column of the whole matrix.</param>
    /// <param name="products">Receives <see cref="Count"/> values.</param>
    public void Multiply(ReadOnlySpan<float> vector, Span<float> products)
    {
        for (var row = 0; row < _rows.RowCount; row++)
        {
            var columns = _rows.ColumnsOf(row);
            var values = _rows.ValuesOf(row);
            var sum = 0f;
            for (var entry = 0; entry < columns.Length; entry++)
                sum += vector[columns[entry]] * values[entry];
            products[row] = sum;
        }
    }

    private static bool AreEqual(SparseMatrix matrix, int left, int right) =>
        matrix.ColumnsOf(left).SequenceEqual(matrix.ColumnsOf(right))
        && matrix.ValuesOf(left).SequenceEqual(matrix.ValuesOf(right));
}
