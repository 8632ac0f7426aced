namespace Recofilm.Core.Content;

/// <summary>An immutable sparse matrix in compressed rows, with ascending columns within a row.</summary>
public sealed class SparseMatrix
{
    private readonly int[] _rowStarts;
    private readonly int[] _columns;
    private readonly float[] _values;

    /// <summary>Takes ownership of the three arrays; they must not change afterwards.</summary>
    /// <param name="rowStarts">The place of each row's first entry; length rows + 1, from 0 to the number of entries.</param>
    /// <param name="columns">The column of each entry, ascending within a row.</param>
    /// <param name="values">The value of each entry.</param>
    /// <param name="columnCount">The number of columns.</param>
    /// <exception cref="ArgumentException">The arrays do not describe a matrix of that many columns.</exception>
    public SparseMatrix(int[] rowStarts, int[] columns, float[] values, int columnCount)
    {
        if (rowStarts.Length == 0 || rowStarts[0] != 0 || rowStarts[^1] != columns.Length || columns.Length != values.Length)
            throw new ArgumentException("Row starts, columns and values of a sparse matrix do not fit together.");
        for (var row = 0; row + 1 < rowStarts.Length; row++)
        {
            if (rowStarts[row + 1] < rowStarts[row] || rowStarts[row + 1] > columns.Length)
                throw new ArgumentException($"Row {row} of a sparse matrix ends before it begins or past the entries.");
            for (var place = rowStarts[row]; place < rowStarts[row + 1]; place++)
            {
                var ascending = place == rowStarts[row] || columns[place] > columns[place - 1];
                if (!ascending || columns[place] < 0 || columns[place] >= columnCount)
                    throw new ArgumentException($"Row {row} of a sparse matrix has columns out of order or out of range.");
            }
        }

        _rowStarts = rowStarts;
        _columns = columns;
        _values = values;
        ColumnCount = columnCount;
    }

    /// <summary>The number of rows.</summary>
    public int RowCount => _rowStarts.Length - 1;

    /// <summary>The number of columns.</summary>
    public int ColumnCount { get; }

    /// <summary>
    /// The place of each row's first entry, length rows + 1: row <c>r</c> occupies places
    /// <c>RowStarts[r] .. RowStarts[r + 1]</c>.
    /// </summary>
    public ReadOnlySpan<int> RowStarts => _rowStarts;

    /// <summary>The column of each place.</summary>
    public ReadOnlySpan<int> Columns => _columns;

    /// <summary>The value of each place.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Returns the columns of a row's entries, ascending.</summary>
    public ReadOnlySpan<int> ColumnsOf(int row) => _columns.AsSpan(_rowStarts[row], _rowStarts[row + 1] - _rowStarts[row]);

    /// <summary>Returns the values of a row's entries, parallel to <see cref="ColumnsOf"/>.</summary>
    public ReadOnlySpan<float> ValuesOf(int row) => _values.AsSpan(_rowStarts[row], _rowStarts[row + 1] - _rowStarts[row]);

    /// <summary>Computes the inner product of two rows by merging their columns.</summary>
    public float Dot(int left, int right)
    {
        var leftColumns = ColumnsOf(left);
        var rightColumns = ColumnsOf(right);
        var leftValues = ValuesOf(left);
        var rightValues = ValuesOf(right);
        var sum = 0f;
        for (int i = 0, j = 0; i < leftColumns.Length && j < rightColumns.Length;)
        {
            if (leftColumns[i] == rightColumns[j])
                sum += leftValues[i++] * rightValues[j++];
            else if (leftColumns[i] < rightColumns[j])
                i++;
            else
                j++;
        }

        return sum;
    }

    /// <summary>Returns the entries of some columns. The other columns stay, without entries.</summary>
    /// <param name="takes">Returns whether a column keeps its entries.</param>
    public SparseMatrix Where(Func<int, bool> takes)
    {
        var taken = new bool[ColumnCount];
        for (var column = 0; column < ColumnCount; column++)
            taken[column] = takes(column);
        var starts = new int[_rowStarts.Length];
        var columns = new List<int>(_columns.Length);
        var values = new List<float>(_columns.Length);
        for (var row = 0; row < RowCount; row++)
        {
            for (var place = _rowStarts[row]; place < _rowStarts[row + 1]; place++)
            {
                if (!taken[_columns[place]])
                    continue;
                columns.Add(_columns[place]);
                values.Add(_values[place]);
            }

            starts[row + 1] = columns.Count;
        }

        return new SparseMatrix(starts, [.. columns], [.. values], ColumnCount);
    }

    /// <summary>Returns some rows, in the given order.</summary>
    public SparseMatrix Take(IReadOnlyList<int> rows)
    {
        var starts = new int[rows.Count + 1];
        var columns = new List<int>();
        var values = new List<float>();
        for (var place = 0; place < rows.Count; place++)
        {
            columns.AddRange(ColumnsOf(rows[place]));
            values.AddRange(ValuesOf(rows[place]));
            starts[place + 1] = columns.Count;
        }

        return new SparseMatrix(starts, [.. columns], [.. values], ColumnCount);
    }

    /// <summary>Returns the transpose: rows become columns.</summary>
    public SparseMatrix Transpose()
    {
        var starts = new int[ColumnCount + 1];
        foreach (var column in _columns)
            starts[column + 1]++;
        for (var column = 0; column < ColumnCount; column++)
            starts[column + 1] += starts[column];

        var next = starts.AsSpan(0, ColumnCount).ToArray();
        var rows = new int[_columns.Length];
        var values = new float[_columns.Length];
        for (var row = 0; row < RowCount; row++)
        {
            for (var place = _rowStarts[row]; place < _rowStarts[row + 1]; place++)
            {
                var target = next[_columns[place]]++;
                rows[target] = row;
                values[target] = _values[place];
            }
        }

        return new SparseMatrix(starts, rows, values, RowCount);
    }
}
