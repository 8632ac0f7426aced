namespace Recofilm.Core.Datasets.MovieLens;

/// <summary>Reads links.csv: movieId, imdbId, tmdbId; the latter two may be empty.</summary>
public sealed class LinkFileReader : MovieLensFileReader
{
    private readonly int _movieId;
    private readonly int _imdbId;
    private readonly int _tmdbId;
    private readonly IReadOnlySet<int> _movies;
    private readonly HashSet<int> _seen = [];

    private LinkFileReader((Stream, long) file, IReadOnlySet<int> movies, Rejections rejections)
        : base(file, "links.csv", rejections)
    {
        _movies = movies;
        _movieId = RequireColumn("movieId");
        _imdbId = RequireColumn("imdbId");
        _tmdbId = RequireColumn("tmdbId");
    }

    /// <summary>The link of the current line.</summary>
    public MovieLink Current { get; private set; } = null!;

    /// <summary>Opens the file of a data set, or returns <see langword="null"/> when it has none.</summary>
    /// <param name="source">The data set.</param>
    /// <param name="movies">The movies that may be linked.</param>
    /// <param name="rejections">Collects the bad lines.</param>
    /// <exception cref="MovieLensFormatException">A column is missing.</exception>
    public static LinkFileReader? TryOpen(MovieLensSource source, IReadOnlySet<int> movies, Rejections rejections) =>
        source.TryOpen("links.csv") is { } file ? new LinkFileReader(file, movies, rejections) : null;

    private protected override bool TryParseLine()
    {
        if (!TryReadId(_movieId, out var movieId) || !TryReadText(_imdbId, out var imdbId))
            return false;
        int? tmdbId = null;
        if (!Field(_tmdbId).IsEmpty)
        {
            if (!TryReadId(_tmdbId, out var id))
                return false;
            tmdbId = id;
        }

        if (imdbId.Length > 10 || imdbId.AsSpan().ContainsAnyExceptInRange('0', '9'))
            return Reject(RejectionKind.Identifier, $"imdbId '{imdbId}' is not a number of up to 10 digits.");
        if (!_movies.Contains(movieId))
            return Reject(RejectionKind.UnknownMovie, $"movie {movieId} is not in movies.csv.");
        if (!_seen.Add(movieId))
            return Reject(RejectionKind.Identifier, $"movie {movieId} is linked already.");
        Current = new MovieLink(movieId, imdbId.Length == 0 ? null : imdbId, tmdbId);
        return true;
    }
}
