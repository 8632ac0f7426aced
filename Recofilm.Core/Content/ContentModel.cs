using System.Buffers;
using Recofilm.Core.Collaborative;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Content;

/// <summary>
/// Movies as sparse TF-IDF vectors over genres, tags, title words and years. Each field's part has Euclidean length √(its
/// share of the weights), so the inner product of two movies is the weighted mean of the fields' cosines, 0 to 1; a field
/// that a movie lacks contributes 0. Similarities are computed when asked for: once for each set of genres and each year that
/// movies have, and through an inverted index of the other terms; no movies × movies matrix exists. Immutable; safe for any
/// number of threads.
/// </summary>
public sealed class ContentModel : IRankingModel, IExplainableModel
{
    private readonly ContentTerm[] _terms;
    private readonly DistinctRows _genres;
    private readonly DistinctRows _eras;
    private readonly SparseMatrix _postings;

    /// <summary>Builds the inverted index over movie vectors.</summary>
    /// <param name="vectors">One row an item index, one column a term.</param>
    /// <param name="terms">What each column stands for.</param>
    /// <param name="profile">How ratings become a profile.</param>
    /// <exception cref="ArgumentException">Terms and columns differ in number, or an option is out of its range.</exception>
    public ContentModel(SparseMatrix vectors, ContentTerm[] terms, ContentProfileOptions profile)
    {
        if (terms.Length != vectors.ColumnCount)
            throw new ArgumentException($"{vectors.ColumnCount} columns need as many terms, not {terms.Length}.", nameof(terms));
        profile.Validate();
        Vectors = vectors;
        Profile = profile;
        _terms = terms;
        _genres = new DistinctRows(vectors, term => terms[term].Field == ContentField.Genre);
        _eras = new DistinctRows(vectors, term => terms[term].Field == ContentField.Era);
        _postings = vectors.Where(term => terms[term].Field is not (ContentField.Genre or ContentField.Era)).Transpose();
    }

    /// <summary>One row an item index, one column a term.</summary>
    public SparseMatrix Vectors { get; }

    /// <summary>What each column of <see cref="Vectors"/> stands for.</summary>
    public ReadOnlySpan<ContentTerm> Terms => _terms;

    /// <summary>How ratings become a profile.</summary>
    public ContentProfileOptions Profile { get; }

    /// <summary>Number of movies.</summary>
    public int ItemCount => Vectors.RowCount;

    /// <summary>How alike two movies are, 0 to 1.</summary>
    public float Similarity(int left, int right) => Vectors.Dot(left, right);

    /// <summary>How alike every movie is to one movie, 0 to 1; that movie itself included.</summary>
    /// <param name="item">An item index.</param>
    /// <param name="scores">Receives one similarity an item index; length <see cref="ItemCount"/>.</param>
    public void ScoreSimilar(int item, Span<float> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, ItemCount);
        var rented = ArrayPool<float>.Shared.Rent(_terms.Length);
        var profile = rented.AsSpan(0, _terms.Length);
        profile.Clear();
        Add(item, 1, profile);
        Multiply(profile, scores);
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>
    /// The mean similarity to the movies of the history, weighted by <see cref="ContentProfile"/>: −1 to 1. All 0 for an
    /// empty history.
    /// </summary>
    /// <inheritdoc/>
    public void Score(in RatingHistory history, Span<float> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, ItemCount);
        if (history.Count == 0)
        {
            scores.Clear();
            return;
        }

        var rented = ArrayPool<float>.Shared.Rent(_terms.Length + history.Count);
        Multiply(ProfileOf(history, rented), scores);
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>The same of some movies only.</summary>
    /// <param name="history">The user's ratings.</param>
    /// <param name="items">Item indices.</param>
    /// <param name="scores">Receives one score an item.</param>
    internal void Score(in RatingHistory history, ReadOnlySpan<int> items, Span<float> scores)
    {
        var rented = ArrayPool<float>.Shared.Rent(_terms.Length + history.Count);
        var profile = ProfileOf(history, rented);
        for (var place = 0; place < items.Length; place++)
        {
            var terms = Vectors.ColumnsOf(items[place]);
            var values = Vectors.ValuesOf(items[place]);
            var sum = 0f;
            for (var entry = 0; entry < terms.Length; entry++)
                sum += profile[terms[entry]] * values[entry];
            scores[place] = sum;
        }

        ArrayPool<float>.Shared.Return(rented);
    }

    /// <inheritdoc/>
    public float Explain(in RatingHistory history, int item, Span<float> contributions)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(contributions.Length, history.Count);
        ContentProfile.Weigh(history, Profile, contributions);
        for (var k = 0; k < history.Count; k++)
            contributions[k] *= Vectors.Dot(history.Items[k], item);
        return 0;
    }

    /// <summary>
    /// The genres, tags and title words that two movies share, those that make them most alike first; years are left out.
    /// </summary>
    public IReadOnlyList<ContentTerm> SharedTerms(int left, int right) => SharedTerms([left], [1f], right);

    /// <summary>
    /// The genres, tags and title words that speak for a movie, those that carry most of its score first; years are left out.
    /// </summary>
    /// <param name="history">The user's ratings.</param>
    /// <param name="item">An item index.</param>
    public IReadOnlyList<ContentTerm> SharedTerms(in RatingHistory history, int item)
    {
        var weights = new float[history.Count];
        ContentProfile.Weigh(history, Profile, weights);
        return SharedTerms(history.Items, weights, item);
    }

    private List<ContentTerm> SharedTerms(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, int item)
    {
        var shared = new List<(ContentTerm Term, float Weight)>();
        var columns = Vectors.ColumnsOf(item);
        var values = Vectors.ValuesOf(item);
        for (var k = 0; k < columns.Length; k++)
        {
            var weight = 0f;
            for (var place = 0; place < items.Length; place++)
            {
                if (Vectors.ColumnsOf(items[place]).BinarySearch(columns[k]) is var entry and >= 0)
                    weight += weights[place] * Vectors.ValuesOf(items[place])[entry] * values[k];
            }

            if (weight > 0 && _terms[columns[k]].Field != ContentField.Era)
                shared.Add((_terms[columns[k]], weight));
        }

        return [.. shared.OrderByDescending(term => term.Weight).ThenBy(term => term.Term.Text, StringComparer.Ordinal)
            .Select(term => term.Term)];
    }

    private ReadOnlySpan<float> ProfileOf(in RatingHistory history, Span<float> room)
    {
        var profile = room[.._terms.Length];
        var weights = room.Slice(_terms.Length, history.Count);
        profile.Clear();
        ContentProfile.Weigh(history, Profile, weights);
        for (var k = 0; k < history.Count; k++)
            Add(history.Items[k], weights[k], profile);
        return profile;
    }

    private void Add(int item, float weight, Span<float> profile)
    {
        var terms = Vectors.ColumnsOf(item);
        var values = Vectors.ValuesOf(item);
        for (var entry = 0; entry < terms.Length; entry++)
            profile[terms[entry]] += weight * values[entry];
    }

    private void Multiply(ReadOnlySpan<float> profile, Span<float> scores)
    {
        var rented = ArrayPool<float>.Shared.Rent(_genres.Count + _eras.Count);
        var ofGenres = rented.AsSpan(0, _genres.Count);
        var ofEras = rented.AsSpan(_genres.Count, _eras.Count);
        _genres.Multiply(profile, ofGenres);
        _eras.Multiply(profile, ofEras);
        var genres = _genres.RowOf[..scores.Length];
        var eras = _eras.RowOf[..scores.Length];
        for (var item = 0; item < scores.Length; item++)
            scores[item] = ofGenres[genres[item]] + ofEras[eras[item]];
        ArrayPool<float>.Shared.Return(rented);
        for (var term = 0; term < profile.Length; term++)
        {
            if (profile[term] == 0)
                continue;
            var items = _postings.ColumnsOf(term);
            var values = _postings.ValuesOf(term);
            for (var k = 0; k < items.Length; k++)
                scores[items[k]] += profile[term] * values[k];
        }
    }
}
