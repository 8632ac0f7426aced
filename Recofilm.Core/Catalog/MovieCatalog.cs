using System.Collections.Frozen;

namespace Recofilm.Core.Catalog;

/// <summary>
/// The movies that a model knows, in ascending order of <see cref="Movie.MovieId"/>. A movie's position is its
/// <em>item index</em>, the coordinate that rating matrices, factors and score vectors share.
/// </summary>
public sealed class MovieCatalog
{
    private readonly Movie[] _movies;
    private readonly MovieTag[][] _tags;
    private readonly FrozenDictionary<int, int> _indexOfMovieId;

    /// <summary>Orders the movies and attaches their tags.</summary>
    /// <param name="movies">The movies, in any order, each identifier once.</param>
    /// <param name="tags">Tags of these movies; a tag of an unknown movie is ignored.</param>
    /// <exception cref="ArgumentException">Two movies have the same identifier.</exception>
    public MovieCatalog(IEnumerable<Movie> movies, IEnumerable<MovieTag>? tags = null)
    {
        _movies = [.. movies.OrderBy(movie => movie.MovieId)];
        for (var i = 1; i < _movies.Length; i++)
        {
            if (_movies[i].MovieId == _movies[i - 1].MovieId)
                throw new ArgumentException($"Movie {_movies[i].MovieId} is in the catalogue twice.", nameof(movies));
        }

        _indexOfMovieId = _movies.Index().ToFrozenDictionary(pair => pair.Item.MovieId, pair => pair.Index);
        _tags = new MovieTag[_movies.Length][];
        Array.Fill(_tags, []);
        foreach (var group in (tags ?? []).GroupBy(tag => tag.MovieId))
        {
            if (_indexOfMovieId.TryGetValue(group.Key, out var index))
                _tags[index] = [.. group];
        }

        Genres = [.. _movies.SelectMany(movie => movie.Genres).Distinct().Order(StringComparer.Ordinal)];
    }

    /// <summary>The number of movies; item indices run from 0 to <c>Count − 1</c>.</summary>
    public int Count => _movies.Length;

    /// <summary>The genres that occur, in ordinal order.</summary>
    public IReadOnlyList<string> Genres { get; }

    /// <summary>The movies by item index.</summary>
    public ReadOnlySpan<Movie> Movies => _movies;

    /// <summary>Returns the movie at an item index.</summary>
    /// <exception cref="IndexOutOfRangeException"><paramref name="index"/> is not an item index.</exception>
    public Movie this[int index] => _movies[index];

    /// <summary>Returns the tags of a movie, with one entry for each time that a user gave it.</summary>
    /// <exception cref="IndexOutOfRangeException"><paramref name="index"/> is not an item index.</exception>
    public IReadOnlyList<string> TagsOf(int index) => Array.ConvertAll(_tags[index], tag => tag.Tag);

    /// <summary>Returns the same movies with a part of the tags, or this catalogue when all tags stay.</summary>
    /// <param name="keep">Returns whether a tag stays.</param>
    public MovieCatalog WithTags(Func<MovieTag, bool> keep) =>
        _tags.All(tags => tags.All(keep)) ? this : new(_movies, _tags.SelectMany(tags => tags).Where(keep));

    /// <summary>Finds the item index of a movie.</summary>
    public bool TryGetIndex(int movieId, out int index) => _indexOfMovieId.TryGetValue(movieId, out index);
}
