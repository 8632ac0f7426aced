using Recofilm.Core.Content;

namespace Recofilm.Core.Tests.Content;

public class SparseMatrixTests
{
    // [ 1 0 2 ]
    // [ 0 0 0 ]
    // [ 3 4 5 ]
    private static readonly SparseMatrix Matrix = new([0, 2, 2, 5], [0, 2, 0, 1, 2], [1, 2, 3, 4, 5], 3);

    [Fact]
    public void The_inner_product_meets_on_shared_columns()
    {
        Assert.Equal(13f, Matrix.Dot(0, 2));
        Assert.Equal(0f, Matrix.Dot(0, 1));
        Assert.Equal(50f, Matrix.Dot(2, 2));
    }

    [Fact]
    public void The_transpose_holds_the_same_entries_by_column()
    {
        var transpose = Matrix.Transpose();

        Assert.Equal([0, 2, 3, 5], transpose.RowStarts.ToArray());
        Assert.Equal([0, 2, 2, 0, 2], transpose.Columns.ToArray());
        Assert.Equal([1f, 3, 4, 2, 5], transpose.Values.ToArray());
        Assert.Equal(3, transpose.ColumnCount);
    }

    [Fact]
    public void Some_columns_and_some_rows_keep_their_entries()
    {
        var columns = Matrix.Where(column => column != 2);

        Assert.Equal([0, 1, 1, 3], columns.RowStarts.ToArray());
        Assert.Equal([0, 0, 1], columns.Columns.ToArray());
        Assert.Equal([1f, 3, 4], columns.Values.ToArray());
        Assert.Equal(3, columns.ColumnCount);

        var rows = Matrix.Take([2, 0]);

        Assert.Equal([0, 3, 5], rows.RowStarts.ToArray());
        Assert.Equal([3f, 4, 5, 1, 2], rows.Values.ToArray());
    }

    [Theory]
    [InlineData(new int[0], new int[0])]
    [InlineData(new[] { 0, 1 }, new[] { 3 })]
    [InlineData(new[] { 0, 1 }, new[] { -1 })]
    [InlineData(new[] { 0, 2 }, new[] { 1, 1 })]
    [InlineData(new[] { 0, 2 }, new[] { 2, 0 })]
    [InlineData(new[] { 0, 2, 1 }, new[] { 0 })]
    [InlineData(new[] { 0, 2, 1, 2 }, new[] { 0, 1 })]
    [InlineData(new[] { 1, 1 }, new[] { 0 })]
    public void Arrays_that_are_no_matrix_are_refused(int[] rowStarts, int[] columns) =>
        Assert.Throws<ArgumentException>(() => new SparseMatrix(rowStarts, columns, new float[columns.Length], 3));
}
