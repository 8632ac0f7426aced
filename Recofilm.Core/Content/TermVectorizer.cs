using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Text;

namespace Recofilm.Core.Content;

/// <summary>
/// Computes TF-IDF over arrays of terms with Microsoft.ML. A term may hold spaces: <c>MapValueToKey</c> gives each distinct
/// array element a key, so nothing is split into words. <c>ProduceNgrams</c> of length 1 with TF-IDF weighting makes an entry
/// <c>tf(t, d) · ln(N / df(t))</c>: <c>tf</c> is the number of times term t occurs in document d, <c>df(t)</c> the number of
/// documents with t, <c>N</c> the number of all documents, empty ones included. There is no smoothing: a term of every
/// document weighs 0. <c>NormalizeLpNorm</c> brings each row to Euclidean length 1.
/// </summary>
internal static class TermVectorizer
{
    /// <summary>Computes the TF-IDF vectors of documents.</summary>
    /// <param name="documents">The terms of each document.</param>
    /// <param name="cancellationToken">Stops between two rows.</param>
    /// <returns>
    /// One row per document, of length 1 or empty, and the terms of the columns in the order of their first occurrence.
    /// </returns>
    public static (SparseMatrix Matrix, string[] Terms) Vectorize(
        IReadOnlyList<string[]> documents, CancellationToken cancellationToken = default)
    {
        // Microsoft.ML has no vectors of length 0 and would add a column.
        if (documents.All(document => document.Length == 0))
            return (new SparseMatrix(new int[documents.Count + 1], [], [], 0), []);

        const string Column = nameof(Document.Terms);
        var context = new MLContext(seed: 0);
        var rows = context.Data.LoadFromEnumerable(documents.Select(terms => new Document { Terms = terms }));
        var keyed = context.Transforms.Conversion.MapValueToKey(Column).Fit(rows).Transform(rows);
        var vectors = context.Transforms.Text.ProduceNgrams(
                Column, ngramLength: 1, useAllLengths: false, weighting: NgramExtractingEstimator.WeightingCriteria.TfIdf)
            .Append(context.Transforms.NormalizeLpNorm(Column))
            .Fit(keyed).Transform(keyed);

        VBuffer<ReadOnlyMemory<char>> names = default;
        vectors.Schema[Column].GetSlotNames(ref names);
        var terms = names.DenseValues().Select(name => name.ToString()).ToArray();
        return (Read(vectors, vectors.Schema[Column], documents.Count, terms.Length, cancellationToken), terms);
    }

    private static SparseMatrix Read(
        IDataView view, DataViewSchema.Column column, int rowCount, int columnCount, CancellationToken cancellationToken)
    {
        var rowStarts = new int[rowCount + 1];
        var columns = new List<int>();
        var values = new List<float>();
        using var cursor = view.GetRowCursor([column]);
        var getter = cursor.GetGetter<VBuffer<float>>(column);
        VBuffer<float> row = default;
        for (var index = 0; cursor.MoveNext(); index++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            getter(ref row);
            foreach (var (slot, value) in row.Items())
            {
                // A term of every document weighs 0.
                if (value == 0)
                    continue;
                columns.Add(slot);
                values.Add(value);
            }

            rowStarts[index + 1] = columns.Count;
        }

        return new SparseMatrix(rowStarts, [.. columns], [.. values], columnCount);
    }

    private sealed class Document
    {
        public required string[] Terms { get; init; }
    }
}
