using System.Collections;
using Recofilm.Core.Catalog;

namespace Recofilm.Core.Popularity;

/// <summary>
/// Recommends by genres alone: movies with all wanted genres first, then movies with any, each part by Bayesian average, then
/// number of ratings, then movie identifier. Immutable.
/// </summary>
public sealed class GenreRecommender
{
    private readonly ItemStatistics _statistics;
    private readonly string[] _genres;
    private readonly Dictionary<string, int> _genreIndex = new(StringComparer.OrdinalIgnoreCase);
    private readonly BitArray[] _moviesOfGenre;
    private readonly int[] _bestFirst;

    /// <summary>Orders the catalogue once, for all genres.</summary>
    /// <param name="catalog">The movies with their genres.</param>
    /// <param name="statistics">Averages of the same movies.</param>
    /// <exception cref="ArgumentException">Catalogue and statistics differ in size.</exception>
    public GenreRecommender(MovieCatalog catalog, ItemStatistics statistics)
    {
        if (statistics.ItemCount != catalog.Count)
        {
            throw new ArgumentException(
                $"Statistics of {statistics.ItemCount} movies do not fit a catalogue of {catalog.Count}.");
        }

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

    /// <summary>Returns the name of a genre as the catalogue spells it.</summary>
    /// <param name="genre">The name in any case, spaces around it ignored.</param>
    /// <exception cref="UnknownGenreException">No movie has this genre.</exception>
    public string CanonicalGenre(string genre) => _genres[IndexOf(genre)];

    /// <summary>
    /// Scores the movies of the wanted genres with distinct whole numbers, highest for the best movie. A movie with none of
    /// the genres gets <see cref="float.NegativeInfinity"/>.
    /// </summary>
    /// <param name="wanted">Genres in any case; every movie matches an empty list.</param>
    /// <param name="scores">Receives one score per item index.</param>
    /// <exception cref="UnknownGenreException">No movie has one of the genres.</exception>
    public void Score(IEnumerable<string> wanted, Span<float> scores)
    {
        int[] genres = [.. wanted.Select(IndexOf).Distinct()];
        for (var place = 0; place < _bestFirst.Length; place++)
        {
            var item = _bestFirst[place];
            var shared = CountOf(genres, item);
            var above = shared == genres.Length ? _bestFirst.Length : 0;
            scores[item] = shared > 0 || genres.Length == 0 ? above + _bestFirst.Length - place : float.NegativeInfinity;
        }
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
