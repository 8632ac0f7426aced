using Recofilm.Core.Catalog;

namespace Recofilm.Core.Content;

/// <summary>Fits a <see cref="ContentModel"/> to a catalogue. Only training uses Microsoft.ML; serving does not.</summary>
public sealed class ContentTrainer
{
    private readonly ContentOptions _options;

    /// <summary>Validates the options.</summary>
    /// <param name="options">Field and profile weights; the defaults when omitted.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public ContentTrainer(ContentOptions? options = null)
    {
        _options = options ?? new ContentOptions();
        _options.Validate();
    }

    /// <summary>Weighs the terms of every movie by TF-IDF. The same catalogue and options give the same model.</summary>
    /// <param name="catalog">The movies with their tags.</param>
    /// <param name="cancellationToken">Stops the training between two movies.</param>
    /// <exception cref="OperationCanceledException">Training was stopped.</exception>
    public ContentModel Train(MovieCatalog catalog, CancellationToken cancellationToken = default)
    {
        (ContentField Field, float Weight, Func<int, string[]> TermsOf)[] fields =
        [
            (ContentField.Genre, _options.GenreWeight, item => ContentTerms.Genres(catalog[item])),
            (ContentField.Tag, _options.TagWeight, item => ContentTerms.Tags(catalog, item)),
            (ContentField.Title, _options.TitleWeight, item => ContentTerms.TitleWords(catalog[item])),
            (ContentField.Era, _options.EraWeight, item => ContentTerms.Era(catalog[item], _options.EraReach)),
        ];
        var totalWeight = fields.Sum(field => field.Weight);
        var parts = new List<(SparseMatrix Matrix, float Length, float Prior)>();
        var terms = new List<ContentTerm>();
        foreach (var (field, weight, termsOf) in fields.Where(field => field.Weight > 0))
        {
            cancellationToken.ThrowIfCancellationRequested();
            var documents = Enumerable.Range(0, catalog.Count).Select(termsOf).ToArray();
            if (field is ContentField.Tag or ContentField.Title)
                RemoveRareTerms(documents);
            var (matrix, names) = TermVectorizer.Vectorize(documents, cancellationToken);
            var share = MathF.Sqrt(weight / totalWeight);
            var prior = field == ContentField.Tag ? _options.TagPrior : 0;
            parts.Add((matrix, share, prior));
            terms.AddRange(names.Select(name => new ContentTerm(field, name)));
        }

        return new ContentModel(Concatenate(parts, catalog.Count, terms.Count), [.. terms], _options.Profile);
    }

    // A term of a single movie connects nothing, and inside its field it would only make that movie less like all others.
    private void RemoveRareTerms(string[][] documents)
    {
        var movies = documents.SelectMany(document => document.Distinct(StringComparer.Ordinal))
            .CountBy(term => term, StringComparer.Ordinal).ToDictionary(StringComparer.Ordinal);
        for (var item = 0; item < documents.Length; item++)
            documents[item] = [.. documents[item].Where(term => movies[term] >= _options.MinimumMovies)];
    }

    // The rows of each part have length 1 or 0. Scaled by the root of the field's share, the inner product of two
    // concatenated rows is the weighted mean of the fields' cosines; a prior then scales either row by √(k/(k + prior)).
    private static SparseMatrix Concatenate(
        List<(SparseMatrix Matrix, float Length, float Prior)> parts, int rowCount, int columnCount)
    {
        var rowStarts = new int[rowCount + 1];
        var columns = new List<int>();
        var values = new List<float>();
        for (var row = 0; row < rowCount; row++)
        {
            var offset = 0;
            foreach (var (matrix, length, prior) in parts)
            {
                var terms = matrix.ColumnsOf(row).Length;
                var scale = terms == 0 ? 0 : length * MathF.Sqrt(terms / (terms + prior));
                foreach (var column in matrix.ColumnsOf(row))
                    columns.Add(offset + column);
                foreach (var value in matrix.ValuesOf(row))
                    values.Add(value * scale);
                offset += matrix.ColumnCount;
            }

            rowStarts[row + 1] = columns.Count;
        }

        return new SparseMatrix(rowStarts, [.. columns], [.. values], columnCount);
    }
}
