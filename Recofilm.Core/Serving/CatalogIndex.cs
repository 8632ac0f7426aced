using System.Collections.Frozen;
using Recofilm.Core.Catalog;

namespace Recofilm.Core.Serving;

/// <summary>Genres and years of a catalogue as flat arrays, so that a filter is one pass without allocation.</summary>
public sealed class CatalogIndex
{
    private readonly FrozenDictionary<string, int> _genreIndex;
    private readonly ulong[] _genreBits;
    private readonly short[] _years;
    private readonly int _words;

    /// <summary>Reads a catalogue.</summary>
    public CatalogIndex(MovieCatalog catalog)
    {
        _genreIndex = catalog.Genres.Index()
            .DistinctBy(genre => genre.Item, StringComparer.OrdinalIgnoreCase)
            .ToFrozenDictionary(genre => genre.Item, genre => genre.Index, StringComparer.OrdinalIgnoreCase);
        _words = Math.Max(1, (catalog.Genres.Count + 63) / 64);
        _genreBits = new ulong[catalog.Count * _words];
        _years = new short[catalog.Count];
        for (var item = 0; item < catalog.Count; item++)
        {
            _years[item] = (short)Math.Clamp(catalog[item].Year ?? -1, -1, short.MaxValue);
            foreach (var genre in catalog[item].Genres)
                _genreBits[(item * _words) + (_genreIndex[genre] >> 6)] |= 1UL << _genreIndex[genre];
        }
    }

    /// <summary>Whether a movie of the catalogue has this genre, compared without regard to case.</summary>
    public bool IsGenre(string genre) => _genreIndex.ContainsKey(genre);

    /// <summary>Takes movies that do not pass a filter out of the running.</summary>
    /// <param name="filter">The filter; a genre that no movie has matches nothing.</param>
    /// <param name="scores">By item index; the score of a movie left out becomes <see cref="float.NegativeInfinity"/>.</param>
    public void Apply(MovieFilter filter, Span<float> scores)
    {
        if (filter.Genres.Count > 0)
            Remove(filter.Genres, withAny: false, scores);
        if (filter.ExcludedGenres.Count > 0)
            Remove(filter.ExcludedGenres, withAny: true, scores);
        if (filter.MinYear is null && filter.MaxYear is null)
            return;
        var first = Math.Max(0, filter.MinYear ?? 0);
        var last = filter.MaxYear ?? int.MaxValue;
        for (var item = 0; item < scores.Length; item++)
        {
            if (_years[item] < first || _years[item] > last)
                scores[item] = float.NegativeInfinity;
        }
    }

    private void Remove(IReadOnlyList<string> genres, bool withAny, Span<float> scores)
    {
        Span<ulong> mask = stackalloc ulong[_words];
        mask.Clear();
        foreach (var genre in genres)
        {
            if (_genreIndex.TryGetValue(genre, out var index))
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
