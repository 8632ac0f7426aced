using Recofilm.Core.Catalog;
using Recofilm.Core.Registry.Arrow;

namespace Recofilm.Core.Registry.Artifacts;

/// <summary>
/// Writes the movies to an Arrow file and reads them: one row per movie, in the order of item indices, with <c>movie_id</c>
/// (ascending), <c>title</c>, <c>year</c> (null when unknown), <c>genres</c> and <c>original_title</c> (empty when unknown;
/// absent from versions of earlier programs). Tags are left out, since serving finds them as terms of the content model.
/// </summary>
public static class CatalogArtifact
{
    /// <summary>The file's name within a model version.</summary>
    public const string FileName = "items.arrow";

    private const string OriginalTitle = "original_title";

    /// <summary>Writes a catalogue; the same movies give the same bytes.</summary>
    public static byte[] Write(MovieCatalog catalog)
    {
        var movies = catalog.Movies.ToArray();
        return new ArrowTableBuilder(catalog.Count)
            .Values<int>("movie_id", Array.ConvertAll(movies, movie => movie.MovieId))
            .Strings("title", Array.ConvertAll(movies, movie => movie.Title))
            .Optional("year", Array.ConvertAll(movies, movie => movie.Year))
            .StringLists("genres", Array.ConvertAll(movies, movie => movie.Genres))
            .Strings(OriginalTitle, Array.ConvertAll(movies, movie => movie.OriginalTitle ?? ""))
            .Build();
    }

    /// <summary>Reads a catalogue.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a valid file of this kind.</exception>
    public static MovieCatalog Read(ReadOnlyMemory<byte> file)
    {
        var table = ArrowTable.Read(file, FileName);
        var ids = table.Values<int>("movie_id").Span;
        var titles = table.Strings("title");
        var years = table.Optional("year");
        var genres = table.StringLists("genres");
        var originalTitles = table.Contains(OriginalTitle) ? table.Strings(OriginalTitle) : null;
        var movies = new Movie[table.RowCount];
        for (var item = 0; item < movies.Length; item++)
        {
            // Every other file of the version is in this order.
            if (item > 0 && ids[item] <= ids[item - 1])
                throw new InvalidDataException($"{FileName}: column 'movie_id' does not ascend at row {item}.");
            if (ids[item] <= 0 || titles[item].Length == 0 || years[item] is < 1800 or > 2200)
            {
                throw new InvalidDataException(
                    $"{FileName}: row {item} is not a movie: {ids[item]}, '{titles[item]}', {years[item]}.");
            }

            movies[item] = new Movie(
                ids[item], titles[item], years[item], genres[item],
                originalTitles?[item] is { Length: > 0 } original ? original : null);
        }

        return new MovieCatalog(movies);
    }
}
