using Recofilm.Core.Catalog;

namespace Recofilm.Core.Datasets.MovieLens;

/// <summary>Reads movies.csv: movieId, title, genres.</summary>
public sealed class MovieFileReader : MovieLensFileReader
{
    private const string NoGenres = "(no genres listed)";
    private readonly int _movieId;
    private readonly int _title;
    private readonly int _genres;
    private readonly HashSet<int> _seen = [];
    private readonly Dictionary<string, string[]> _genreLists = [];

    /// <summary>Opens the file of a data set.</summary>
    /// <exception cref="MovieLensFormatException">The file or one of its columns is missing.</exception>
    public MovieFileReader(MovieLensSource source, Rejections rejections)
        : this(source.Open("movies.csv"), "movies.csv", rejections)
    {
    }

    /// <summary>Opens a file by its path.</summary>
    /// <exception cref="MovieLensFormatException">The file or one of its columns is missing.</exception>
    internal MovieFileReader(string path, Rejections rejections)
        : this(MovieLensSource.OpenFile(path), path, rejections)
    {
    }

    private MovieFileReader((Stream, long) file, string name, Rejections rejections)
        : base(file, name, rejections)
    {
        _movieId = RequireColumn("movieId");
        _title = RequireColumn("title");
        _genres = RequireColumn("genres");
    }

    /// <summary>The movie of the current line.</summary>
    public Movie Current { get; private set; } = null!;

    private protected override bool MustHaveLines => true;

    private protected override bool TryParseLine()
    {
        if (!TryReadId(_movieId, out var movieId) || !TryReadText(_title, out var text)
            || !TryReadText(_genres, out var genres))
        {
            return false;
        }

        var title = MovieLensTitle.Parse(text);
        if (title.Name.Length == 0)
            return Reject(RejectionKind.Text, "the title is empty.");
        if (!_seen.Add(movieId))
            return Reject(RejectionKind.Identifier, $"movie {movieId} is listed already.");
        Current = new Movie(movieId, title.Name, title.Year, GenresOf(genres), title.Original);
        return true;
    }

    // Thousands of movies share a few hundred lists.
    private string[] GenresOf(string text)
    {
        if (!_genreLists.TryGetValue(text, out var genres))
        {
            const StringSplitOptions options = StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries;
            genres = [.. text.Split('|', options).Where(genre => genre != NoGenres).Distinct()];
            _genreLists.Add(text, genres);
        }

        return genres;
    }
}
