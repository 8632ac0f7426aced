using System.Buffers;
using Recofilm.Core.Models;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Content;

/// <summary>
/// Movies as sparse TF-IDF vectors over genres, tags, title words and years. Each field's part has Euclidean length √(its
/// share of the weights), so the inner product of two movies is the weighted mean of the fields' cosines, 0 to 1; a field
/// that a movie lacks contributes 0. Similarities are computed on request: once for each distinct set of genres and each
/// distinct year, and through an inverted index for the other terms. No movies × movies matrix exists. Immutable and safe for
/// any number of threads.
/// </summary>
public sealed class ContentModel : IRankingModel
{
    private readonly ContentTerm[] _terms;
    private readonly DistinctRows _genres;
    private readonly DistinctRows _eras;
    private readonly SparseMatrix _postings;

    /// <summary>Builds the inverted index over movie vectors.</summary>
    /// <param name="vectors">One row per item index, one column per term.</param>
    /// <param name="terms">The term of each column.</param>
    /// <param name="profile">The options that turn ratings into a profile.</param>
    /// <exception cref="ArgumentException">Terms and columns differ in number, or an option is out of its range.</exception>
    public ContentModel(SparseMatrix vectors, ContentTerm[] terms, ContentProfileOptions profile)
    {
        if (terms.Length != vectors.ColumnCount)
            throw new ArgumentException($"There must be {vectors.ColumnCount} terms; got {terms.Length}.", nameof(terms));
        profile.Validate();
        Vectors = vectors;
        Profile = profile;
        _terms = terms;
        _genres = new DistinctRows(vectors, term => terms[term].Field == ContentField.Genre);
        _eras = new DistinctRows(vectors, term => terms[term].Field == ContentField.Era);
        _postings = vectors.Where(term => terms[term].Field is not (ContentField.Genre or ContentField.Era)).Transpose();
    }

    /// <summary>One row per item index, one column per term.</summary>
    public SparseMatrix Vectors { get; }

    /// <summary>The term of each column of <see cref="Vectors"/>.</summary>
    public ReadOnlySpan<ContentTerm> Terms => _terms;

    /// <summary>The options that turn ratings into a profile.</summary>
    public ContentProfileOptions Profile { get; }

    /// <summary>The number of movies.</summary>
    public int ItemCount => Vectors.RowCount;

    /// <summary>Returns the similarity of two movies, 0 to 1.</summary>
    public float Similarity(int left, int right) => Vectors.Dot(left, right);

    /// <summary>Computes the similarity of every movie to one movie, 0 to 1, that movie included.</summary>
    /// <param name="item">An item index.</param>
    /// <param name="scores">Receives one similarity per item index; length <see cref="ItemCount"/>.</param>
    public void ScoreSimilar(int item, Span<float> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, ItemCount);
        var rented = ArrayPool<float>.Shared.Rent(_terms.Length);
        var profile = rented.AsSpan(0, _terms.Length);
        Describe(item, profile);
        ScoreProfile(profile, scores);
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>
    /// Scores every movie by its mean similarity to the movies of the history, weighted by <see cref="ContentProfile"/>: −1
    /// to 1. All scores are 0 for an empty history.
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

        var rented = ArrayPool<float>.Shared.Rent(_terms.Length);
        var profile = rented.AsSpan(0, _terms.Length);
        Describe(history, profile);
        ScoreProfile(profile, scores);
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>Scores some movies only, as <see cref="Score(in RatingHistory, Span{float})"/> does.</summary>
    /// <param name="history">The user's ratings.</param>
    /// <param name="items">Item indices.</param>
    /// <param name="scores">Receives one score per item.</param>
    internal void Score(in RatingHistory history, ReadOnlySpan<int> items, Span<float> scores)
    {
        var rented = ArrayPool<float>.Shared.Rent(_terms.Length);
        var profile = rented.AsSpan(0, _terms.Length);
        Describe(history, profile);
        ScoreProfile(profile, items, scores);
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>Scores some movies by a profile.</summary>
    /// <param name="profile">From <see cref="Describe(in RatingHistory, Span{float})"/>.</param>
    /// <param name="items">Item indices.</param>
    /// <param name="scores">Receives one score per item.</param>
    internal void ScoreProfile(ReadOnlySpan<float> profile, ReadOnlySpan<int> items, Span<float> scores)
    {
        for (var place = 0; place < items.Length; place++)
        {
            var terms = Vectors.ColumnsOf(items[place]);
            var values = Vectors.ValuesOf(items[place]);
            var sum = 0f;
            for (var entry = 0; entry < terms.Length; entry++)
                sum += profile[terms[entry]] * values[entry];
            scores[place] = sum;
        }
    }

    /// <summary>
    /// Describes the movies that a user likes by terms: computes the profile for
    /// <see cref="Score(in RatingHistory, Span{float})"/>.
    /// </summary>
    /// <param name="history">The user's ratings.</param>
    /// <param name="profile">Receives one weight per term.</param>
    internal void Describe(in RatingHistory history, Span<float> profile)
    {
        var rented = ArrayPool<float>.Shared.Rent(history.Count);
        var weights = rented.AsSpan(0, history.Count);
        profile.Clear();
        ContentProfile.Weigh(history, Profile, weights);
        for (var k = 0; k < history.Count; k++)
            Add(history.Items[k], weights[k], profile);
        ArrayPool<float>.Shared.Return(rented);
    }

    /// <summary>Describes one movie by its terms.</summary>
    /// <param name="item">An item index.</param>
    /// <param name="profile">Receives one weight per term.</param>
    internal void Describe(int item, Span<float> profile)
    {
        profile.Clear();
        Add(item, 1, profile);
    }

    /// <summary>
    /// Returns the terms of a field that carry most of a movie's similarity to a profile, strongest
    /// first, equals by their text.
    /// </summary>
    /// <param name="profile">From <see cref="Describe(in RatingHistory, Span{float})"/>.</param>
    /// <param name="item">An item index.</param>
    /// <param name="field">The field.</param>
    /// <param name="most">The largest number of terms to return.</param>
    internal string[] SharedTerms(ReadOnlySpan<float> profile, int item, ContentField field, int most)
    {
        var terms = Vectors.ColumnsOf(item);
        var values = Vectors.ValuesOf(item);
        Span<int> places = stackalloc int[most];
        var count = 0;
        for (var entry = 0; entry < terms.Length; entry++)
        {
            var weight = profile[terms[entry]] * values[entry];
            if (weight <= 0 || _terms[terms[entry]].Field != field)
                continue;
            var rank = count;
            while (rank > 0 && IsStronger(weight, entry, places[rank - 1], profile, item))
                rank--;
            if (rank == most)
                continue;
            count = Math.Min(count + 1, most);
            places[rank..(count - 1)].CopyTo(places[(rank + 1)..]);
            places[rank] = entry;
        }

        var shared = new string[count];
        for (var rank = 0; rank < count; rank++)
            shared[rank] = _terms[terms[places[rank]]].Text;
        return shared;
    }

    private bool IsStronger(float weight, int entry, int other, ReadOnlySpan<float> profile, int item)
    {
        var terms = Vectors.ColumnsOf(item);
        var otherWeight = profile[terms[other]] * Vectors.ValuesOf(item)[other];
        return weight > otherWeight
            || (weight == otherWeight && string.CompareOrdinal(_terms[terms[entry]].Text, _terms[terms[other]].Text) < 0);
    }

    private void Add(int item, float weight, Span<float> profile)
    {
        var terms = Vectors.ColumnsOf(item);
        var values = Vectors.ValuesOf(item);
        for (var entry = 0; entry < terms.Length; entry++)
            profile[terms[entry]] += weight * values[entry];
    }

    /// <summary>Scores every movie by a profile.</summary>
    /// <param name="profile">From <see cref="Describe(in RatingHistory, Span{float})"/>.</param>
    /// <param name="scores">Receives one score per item index.</param>
    internal void ScoreProfile(ReadOnlySpan<float> profile, Span<float> scores)
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
