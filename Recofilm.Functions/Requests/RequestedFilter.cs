using Recofilm.Core.Serving;

namespace Recofilm.Functions.Requests;

/// <summary>A filter as the client wrote it.</summary>
/// <param name="Filter">The conditions; genres in any case.</param>
/// <param name="IncludedExternalIds">Further included movies, by external identifier.</param>
/// <param name="ExcludedExternalIds">Further excluded movies, by external identifier.</param>
/// <param name="GenreField">The name of the field or parameter of the genres.</param>
/// <param name="ExcludedGenreField">The name of the field or parameter of the excluded genres.</param>
internal sealed record RequestedFilter(
    MovieFilter Filter, IReadOnlyList<string> IncludedExternalIds, IReadOnlyList<string> ExcludedExternalIds,
    string GenreField, string ExcludedGenreField)
{
    /// <summary>
    /// Resolves the filter to the catalogue's spelling and identifiers. Ignores movies that the catalogue does not have.
    /// </summary>
    /// <exception cref="ProblemException">The catalogue has no such genre.</exception>
    public MovieFilter Resolve(IReadOnlyList<string> genres, CatalogState state) => Filter with
    {
        Genres = Requests.Genres.Resolve(Filter.Genres, genres, GenreField),
        ExcludedGenres = Requests.Genres.Resolve(Filter.ExcludedGenres, genres, ExcludedGenreField),
        IncludedMovieIds = Filter.IncludedMovieIds is null && IncludedExternalIds.Count == 0
            ? null
            : [.. Filter.IncludedMovieIds ?? [], .. Find(IncludedExternalIds, state)],
        ExcludedMovieIds = [.. Filter.ExcludedMovieIds, .. Find(ExcludedExternalIds, state)],
    };

    private static IEnumerable<int> Find(IReadOnlyList<string> externalIds, CatalogState state) =>
        externalIds.Select(state.FindMovieId).OfType<int>();
}
