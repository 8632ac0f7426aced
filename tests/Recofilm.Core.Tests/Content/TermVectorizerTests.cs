using Recofilm.Core.Content;

namespace Recofilm.Core.Tests.Content;

public class TermVectorizerTests
{
    private const float Tolerance = 1e-6f;

    // Five documents, one of them empty. df(space) = 3, df(based on a book) = 2, df(heist) = 1, so that
    // idf = ln(5/3) = 0.5108256, ln(5/2) = 0.9162907 and ln(5/1) = 1.6094379.
    private static readonly string[][] Documents =
        [["space", "heist", "heist"], ["space"], [], ["space", "based on a book"], ["based on a book"]];

    [Fact]
    public void Terms_with_spaces_stay_whole_and_come_in_order_of_occurrence() =>
        Assert.Equal(["space", "heist", "based on a book"], Vectorize(Documents).Terms);

    [Fact]
    public void Rows_hold_tf_times_ln_of_documents_over_document_frequency_at_length_1()
    {
        var (matrix, _) = Vectorize(Documents);

        // (1 · 0.5108256, 2 · 1.6094379) / 3.2591570
        AssertRow(matrix, 0, [0, 1], [0.1567355f, 0.9876406f]);
        AssertRow(matrix, 1, [0], [1f]);
        AssertRow(matrix, 2, [], []);
        // (0.5108256, 0.9162907) / 1.0490622
        AssertRow(matrix, 3, [0, 2], [0.4869355f, 0.8734379f]);
        AssertRow(matrix, 4, [2], [1f]);
    }

    [Fact]
    public void A_term_of_every_document_weighs_nothing()
    {
        var (matrix, _) = Vectorize([["film", "noir"], ["film"]]);

        AssertRow(matrix, 0, [1], [1f]);
        AssertRow(matrix, 1, [], []);
    }

    [Fact]
    public void Documents_without_any_term_give_a_matrix_without_columns()
    {
        var (matrix, terms) = Vectorize([[], []]);

        Assert.Equal(2, matrix.RowCount);
        Assert.Equal(0, matrix.ColumnCount);
        Assert.Empty(terms);
    }

    [Fact]
    public void A_stopped_fit_reads_no_further() =>
        Assert.ThrowsAny<OperationCanceledException>(() => TermVectorizer.Vectorize(Documents, new CancellationToken(true)));

    private static (SparseMatrix Matrix, string[] Terms) Vectorize(string[][] documents) =>
        TermVectorizer.Vectorize(documents, TestContext.Current.CancellationToken);

    private static void AssertRow(SparseMatrix matrix, int row, int[] columns, float[] values)
    {
        Assert.Equal(columns, matrix.ColumnsOf(row).ToArray());
        Assert.Equal(values.Length, matrix.ValuesOf(row).Length);
        for (var k = 0; k < values.Length; k++)
            Assert.Equal(values[k], matrix.ValuesOf(row)[k], Tolerance);
    }
}
