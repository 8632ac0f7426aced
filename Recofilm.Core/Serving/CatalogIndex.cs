using System.Collections.Frozen;
using Recofilm.Core.Catalog;
using Recofilm.Core.Popularity;

namespace Recofilm.Core.Serving;

/// <summary>Genres and years of a catalogue as flat arrays, so that a filter is one pass without allocation.</summary>
public sealed class CatalogIndex
{
    private readonly IReadOnlyList<string> _genres;
    private readonly FrozenDictionary<string, int> _genreIndex;
    private readonly ulong[] _genreBits;
    private readonly short[] _years;
    private readonly int _words;

    /// <summary>Reads a catalogue.</summary>
    public CatalogIndex(MovieCatalog catalog)
    {
        _genres = catalog.Genres;
        _genreIndex = _genres.Index()
            .DistinctBy(genre => genre.Item, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(genre => genre.Item, genre => genre.Index, StringComparer.OrdinalIgnoreCase);
        _words = Math.Max(1, (_genres.Count + 63) / 64);
        _genreBits = new ulong[catalog.Count * _words];
        _years = new short[catalog.Count];
        for (var item = 0; item < catalog.Count; item++)
        {
            _years[item] = (short)Math.Clamp(catalog[item].Year ?? -1, -1, short.MaxValue);
            foreach (var genre in catalog[item].Genres)
                _genreBits[(item * _words) + (_genreIndex[genre] >> 6)] |= 1UL << _genreIndex[genre];
        }
    }

    /// <summary>Excludes movies that do not pass a filter.</summary>
    /// <param name="filter">The filter.</param>
    /// <param name="scores">Scores by item index; an excluded movie's becomes <see cref="float.NegativeInfinity"/>.</param>
    /// <exception cref="UnknownGenreException">No movie has one of the filter's genres.</exception>
    public void Apply(MovieFilter filter, Span<float> scores)
    {
        filter.Items?.RemoveOthers(scores);
        if (filter.Genres.Count > 0)
            Remove(filter.Genres, withAny: false, scores);
        if (filter.ExcludedGenres.Count > 0)
            Remove(filter.ExcludedGenres, withAny: true, scores);
        if (filter.MinYear is null && filter.MaxYear is null)
            return;
        for (var item = 0; item < scores.Length; item++)
        {
            if (!IsReleasedIn(filter, item))
                scores[item] = float.NegativeInfinity;
        }
    }

    private bool IsReleasedIn(MovieFilter filter, int item) =>
        (filter.MinYear is null && filter.MaxYear is null)
        || (_years[item] >= Math.Max(0, filter.MinYear ?? 0) && _years[item] <= (filter.MaxYear ?? short.MaxValue));

    private void Remove(IReadOnlyList<string> genres, bool withAny, Span<float> scores)
    {
        Span<ulong> mask = stackalloc ulong[_words];
        mask.Clear();
        foreach (var genre in genres)
        {
            if (!_genreIndex.TryGetValue(genre.Trim(), out var index))
                throw new UnknownGenreException(genre, _genres);
            mask[index >> 6] |= 1UL << index;
        }

        for (var item = 0; item < scores.Length; item++)
        {
            var found = 0UL;
            for (var word = 0; word < mask.Length; word++)
                found |= _genreBits[(item * _words) + word] & mask[word];
            if ((found != 0) == withAny)
                scores[item] = float.NegativeInfinity;
        }
    }
}
