using System.Collections;
using Recofilm.Core.Catalog;

namespace Recofilm.Core.ColdStart;

/// <summary>
/// Recommends to a user of whom nothing is known but the genres they want: movies with all of them first, then movies with
/// any, each part by Bayesian average, then number of ratings, then movie identifier. Immutable.
/// </summary>
public sealed class GenreRecommender
{
    private readonly ItemStatistics _statistics;
    private readonly string[] _genres;
    private readonly Dictionary<string, int> _genreIndex = new(StringComparer.OrdinalIgnoreCase);
    private readonly BitArray[] _moviesOfGenre;
    private readonly int[] _bestFirst;

    /// <summary>Orders the catalogue once; a request only walks down the order.</summary>
    /// <param name="catalog">The movies with their genres.</param>
    /// <param name="statistics">Averages of the same movies.</param>
    /// <exception cref="ArgumentException">Catalogue and statistics differ in size.</exception>
    public GenreRecommender(MovieCatalog catalog, ItemStatistics statistics)
    {
        if (statistics.ItemCount != catalog.Count)
            throw new ArgumentException($"Statistics of {statistics.ItemCount} movies do not fit a catalogue of {catalog.Count}.");
        _statistics = statistics;
        _genres = [.. catalog.Genres];
        for (var genre = 0; genre < _genres.Length; genre++)
            _genreIndex.TryAdd(_genres[genre], genre);
        _moviesOfGenre = [.. _genres.Select(_ => new BitArray(catalog.Count))];
        for (var item = 0; item < catalog.Count; item++)
        {
            foreach (var genre in catalog[item].Genres)
                _moviesOfGenre[_genreIndex[genre]][item] = true;
        }

        _bestFirst = [.. Enumerable.Range(0, catalog.Count)];
        Array.Sort(_bestFirst, CompareBestFirst);
    }

    /// <summary>The name of a genre as the catalogue spells it.</summary>
    /// <param name="genre">The name in any case, spaces around it ignored.</param>
    /// <exception cref="UnknownGenreException">No movie has this genre.</exception>
    public string CanonicalGenre(string genre) => _genres[IndexOf(genre)];

    /// <summary>The best movies of the wanted genres.</summary>
    /// <param name="wanted">Genres in any case; when empty every movie suits.</param>
    /// <param name="excluded">Genres in any case that no movie of the list may have, wanted or not.</param>
    /// <param name="hidden">Item indices to leave out, such as movies already rated.</param>
    /// <param name="limit">The most movies to return; at least 0.</param>
    /// <param name="offset">How many movies to skip; at least 0.</param>
    /// <exception cref="UnknownGenreException">No movie has one of the genres.</exception>
    public IReadOnlyList<GenreMatch> Recommend(
        IEnumerable<string> wanted, IEnumerable<string> excluded, IReadOnlySet<int> hidden, int limit, int offset = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(limit);
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        int[] wantedGenres = [.. wanted.Select(IndexOf).Distinct()];
        int[] excludedGenres = [.. excluded.Select(IndexOf).Distinct()];
        var matches = new List<GenreMatch>(limit);
        foreach (var matchesAll in wantedGenres.Length < 2 ? [true] : new[] { true, false })
        {
            foreach (var item in _bestFirst)
            {
                if (matches.Count == limit)
                    return matches;
                if (hidden.Contains(item) || CountOf(excludedGenres, item) > 0)
                    continue;
                var shared = CountOf(wantedGenres, item);
                var suits = matchesAll ? shared == wantedGenres.Length : shared > 0 && shared < wantedGenres.Length;
                if (suits && offset-- <= 0)
                    matches.Add(new GenreMatch(item, _statistics.BayesianAverages[item], matchesAll));
            }
        }

        return matches;
    }

    private int CountOf(int[] genres, int item)
    {
        var count = 0;
        foreach (var genre in genres)
            count += _moviesOfGenre[genre][item] ? 1 : 0;
        return count;
    }

    private int IndexOf(string genre) => _genreIndex.TryGetValue(genre.Trim(), out var index)
        ? index
        : throw new UnknownGenreException(genre, _genres);

    // Item indices ascend with movie identifiers.
    private int CompareBestFirst(int left, int right)
    {
        var byAverage = _statistics.BayesianAverages[right].CompareTo(_statistics.BayesianAverages[left]);
        if (byAverage != 0)
            return byAverage;
        var byCount = _statistics.Counts[right].CompareTo(_statistics.Counts[left]);
        return byCount != 0 ? byCount : left.CompareTo(right);
    }
}
