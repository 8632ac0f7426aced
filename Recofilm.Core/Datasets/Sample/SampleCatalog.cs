using Recofilm.Core.Catalog;
using Recofilm.Core.Datasets.MovieLens;

namespace Recofilm.Core.Datasets.Sample;

/// <summary>
/// The built-in catalogue: about 900 well-known films from 1920 to 2019 with year, genres in MovieLens' names and user tags,
/// written from general knowledge. More users give a film's better-known tags, and better-known films have more tags.
/// </summary>
public static class SampleCatalog
{
    internal const string MoviesFile = "movies.csv";
    internal const string TagsFile = "tags.csv";

    /// <summary>Reads the catalogue from the assembly's resources.</summary>
    public static MovieCatalog Load() => new(ReadMovies(), ReadTags());

    /// <summary>Opens one of the embedded files.</summary>
    internal static Stream Open(string file) =>
        typeof(SampleCatalog).Assembly.GetManifestResourceStream($"Recofilm.Core.Datasets.Sample.{file}")
        ?? throw new InvalidOperationException($"The assembly does not carry the sample's {file}.");

    private static IEnumerable<Movie> ReadMovies()
    {
        using var lines = new CsvReader(Open(MoviesFile));
        lines.Read();
        while (lines.Read())
        {
            var title = MovieLensTitle.Parse(TextOf(lines, 1));
            yield return new Movie(
                int.Parse(lines.Field(0)), title.Name, title.Year, TextOf(lines, 2).Split('|'), title.Original);
        }
    }

    private static IEnumerable<MovieTag> ReadTags()
    {
        using var lines = new CsvReader(Open(TagsFile));
        lines.Read();
        while (lines.Read())
        {
            yield return new MovieTag(
                int.Parse(lines.Field(0)), int.Parse(lines.Field(1)), TextOf(lines, 2),
                DateTimeOffset.FromUnixTimeSeconds(long.Parse(lines.Field(3))));
        }
    }

    private static string TextOf(CsvReader lines, int field) =>
        lines.Text(field) ?? throw new InvalidOperationException($"Line {lines.LineNumber} of the sample is not UTF-8.");
}
