using System.Collections.Frozen;
using Recofilm.Core.Catalog;
using Recofilm.Core.Datasets.MovieLens;

namespace Recofilm.Lab.Files;

/// <summary>Reads a catalogue of which the movie file, the tag file or both may be missing.</summary>
internal static class CatalogFiles
{
    /// <summary>
    /// Reads movies and tags. A rated movie that no file describes has its number in place of a title, and no genres.
    /// </summary>
    /// <param name="moviesPath">Columns movieId, title, genres; optional.</param>
    /// <param name="tagsPath">Columns userId, movieId, tag; optional.</param>
    /// <param name="ratedMovieIds">The movies that occur in ratings.</param>
    /// <param name="notices">Receives a line about what was missing or left out.</param>
    public static MovieCatalog Read(
        string? moviesPath, string? tagsPath, IEnumerable<int> ratedMovieIds, List<string> notices)
    {
        // Tags of movies that nobody rated here are left out, so any share of them may be rejected.
        var rejections = new Rejections(new MovieLensOptions { MaxRejectedShare = 1 });
        var movies = new Dictionary<int, Movie>();
        if (moviesPath is not null)
        {
            using var reader = new MovieFileReader(moviesPath, rejections);
            while (reader.Read())
                movies[reader.Current.MovieId] = reader.Current;
        }

        var described = movies.Count;
        foreach (var movieId in ratedMovieIds)
            movies.TryAdd(movieId, new Movie(movieId, $"Movie {movieId}", null, []));
        if (moviesPath is not null && movies.Count > described)
            notices.Add($"{movies.Count - described} rated movies are not in {moviesPath}: they have no title, year or genres.");

        var tags = new List<MovieTag>();
        if (tagsPath is not null)
        {
            using var reader = new TagFileReader(tagsPath, movies.Keys.ToFrozenSet(), rejections);
            while (reader.Read())
                tags.Add(reader.Current);
        }

        if (rejections.Total > 0)
            notices.Add($"{rejections.Total} bad lines were left out; the first: {rejections.Samples[0]}");
        return new MovieCatalog(movies.Values, tags);
    }
}
