namespace Recofilm.Core.ColdStart;

/// <summary>A request names a genre that no movie of the catalogue has.</summary>
public sealed class UnknownGenreException : Exception
{
    /// <summary>Names the genre and those that exist.</summary>
    /// <param name="genre">The genre as it was asked for.</param>
    /// <param name="knownGenres">The genres of the catalogue.</param>
    public UnknownGenreException(string genre, IReadOnlyList<string> knownGenres)
        : base($"Unknown genre '{genre}'. Known genres: {string.Join(", ", knownGenres)}.")
    {
        Genre = genre;
        KnownGenres = knownGenres;
    }

    /// <summary>The genre as it was asked for.</summary>
    public string Genre { get; }

    /// <summary>The genres of the catalogue, in ordinal order.</summary>
    public IReadOnlyList<string> KnownGenres { get; }
}
