using System.Runtime.InteropServices;

namespace Recofilm.Core.Content;

/// <summary>
/// A selection of a sparse matrix's columns in which many rows are equal. Each distinct row is stored and multiplied once:
/// movies have few distinct sets of genres and few distinct years.
/// </summary>
internal sealed class DistinctRows
{
    private readonly int[] _rowOf;
    private readonly SparseMatrix _rows;

    /// <summary>Finds the distinct rows.</summary>
    /// <param name="matrix">All rows.</param>
    /// <param name="takes">Returns whether a column is selected.</param>
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

    /// <summary>The number of distinct rows.</summary>
    public int Count => _rows.RowCount;

    /// <summary>The index of the distinct row of each row of the whole matrix.</summary>
    public ReadOnlySpan<int> RowOf => _rowOf;

    /// <summary>
    /// Computes the inner product of each distinct row with a vector. Only the selected columns of the vector matter.
    /// </summary>
    /// <param name="vector">One value per column of the whole matrix.</param>
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
