using Recofilm.Core.Catalog;

namespace Recofilm.Core.Datasets.MovieLens;

/// <summary>Reads tags.csv: userId, movieId, tag and, if the file has it, timestamp.</summary>
public sealed class TagFileReader : MovieLensFileReader
{
    // A longer text is not a tag and would not fit into the database's index.
    private const int MaxTagLength = 500;
    private readonly int _userId;
    private readonly int _movieId;
    private readonly int _tag;
    private readonly int _timestamp;
    private readonly IReadOnlySet<int> _movies;

    /// <summary>Opens a file by its path.</summary>
    /// <exception cref="MovieLensFormatException">The file or one of its columns is missing.</exception>
    internal TagFileReader(string path, IReadOnlySet<int> movies, Rejections rejections)
        : this(MovieLensSource.OpenFile(path), path, movies, rejections)
    {
    }

    private TagFileReader((Stream, long) file, string name, IReadOnlySet<int> movies, Rejections rejections)
        : base(file, name, rejections)
    {
        _movies = movies;
        _userId = RequireColumn("userId");
        _movieId = RequireColumn("movieId");
        _tag = RequireColumn("tag");
        _timestamp = FindColumn("timestamp");
    }

    /// <summary>The tag of the current line.</summary>
    public MovieTag Current { get; private set; } = null!;

    /// <summary>Whether the file has the times of the tags.</summary>
    public bool HasTimestamps => _timestamp >= 0;

    /// <summary>Opens the file of a data set, or returns <see langword="null"/> when it has none.</summary>
    /// <param name="source">The data set.</param>
    /// <param name="movies">The movies that may be tagged.</param>
    /// <param name="rejections">Collects the bad lines.</param>
    /// <exception cref="MovieLensFormatException">A column is missing.</exception>
    public static TagFileReader? TryOpen(MovieLensSource source, IReadOnlySet<int> movies, Rejections rejections) =>
        source.TryOpen("tags.csv") is { } file ? new TagFileReader(file, "tags.csv", movies, rejections) : null;

    private protected override bool TryParseLine()
    {
        if (!TryReadId(_userId, out var userId) || !TryReadId(_movieId, out var movieId)
            || !TryReadText(_tag, out var tag))
        {
            return false;
        }

        if (tag.Length is 0 or > MaxTagLength)
            return Reject(RejectionKind.Text, $"the tag has {tag.Length} characters, 1 to {MaxTagLength} are allowed.");
        var timestamp = 0L;
        if (HasTimestamps && !TryReadTimestamp(_timestamp, out timestamp))
            return false;
        if (!_movies.Contains(movieId))
            return Reject(RejectionKind.UnknownMovie, $"movie {movieId} is not in movies.csv.");
        Current = new MovieTag(
            userId, movieId, tag, HasTimestamps ? DateTimeOffset.FromUnixTimeSeconds(timestamp) : null);
        return true;
    }
}
