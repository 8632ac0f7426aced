using System.Collections.Frozen;
using System.Runtime.CompilerServices;
using Recofilm.Core.Catalog;
using Recofilm.Core.Database.Movies;

namespace Recofilm.Core.Serving;

/// <summary>The catalogue at one revision. Immutable; computes its view for a model once and keeps it.</summary>
public sealed class CatalogState
{
    private readonly FrozenDictionary<int, MovieState> _movies;
    private readonly FrozenDictionary<string, int> _movieIds;
    private readonly ConditionalWeakTable<MovieCatalog, CatalogView> _views = [];

    /// <summary>Indexes the movies.</summary>
    /// <param name="revision">The revision of the movies.</param>
    /// <param name="movies">All movies of the catalogue.</param>
    public CatalogState(long revision, IReadOnlyList<MovieState> movies)
    {
        Revision = revision;
        _movies = movies.ToFrozenDictionary(movie => movie.MovieId);
        _movieIds = movies.Where(movie => movie.ExternalId is not null)
            .ToFrozenDictionary(movie => movie.ExternalId!, movie => movie.MovieId, StringComparer.Ordinal);
    }

    /// <summary>The revision of the catalogue.</summary>
    public long Revision { get; }

    /// <summary>Whether any movie has an external identifier.</summary>
    public bool HasExternalIds => _movieIds.Count > 0;

    /// <summary>Returns a movie, or <see langword="null"/> when the catalogue does not have it.</summary>
    public MovieState? Find(int movieId) => _movies.GetValueOrDefault(movieId);

    /// <summary>Returns the movie with an external identifier, or <see langword="null"/>.</summary>
    public int? FindMovieId(string externalId) => _movieIds.TryGetValue(externalId, out var movieId) ? movieId : null;

    /// <summary>Returns the view of a model's movies in this state.</summary>
    public CatalogView For(MovieCatalog catalog) => _views.GetValue(catalog, key => new CatalogView(this, key));
}
