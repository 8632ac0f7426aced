namespace Recofilm.Core.Popularity;

/// <summary>A request names a genre that no movie of the catalogue has.</summary>
public sealed class UnknownGenreException : Exception
{
    /// <summary>Names the unknown genre and the known ones.</summary>
    /// <param name="genre">The genre as the request names it.</param>
    /// <param name="knownGenres">The genres of the catalogue.</param>
    public UnknownGenreException(string genre, IReadOnlyList<string> knownGenres)
        : base($"Unknown genre '{genre}'. Known genres: {string.Join(", ", knownGenres)}.")
    {
        Genre = genre;
        KnownGenres = knownGenres;
    }

    /// <summary>The genre as the request names it.</summary>
    public string Genre { get; }

    /// <summary>The genres of the catalogue, in ordinal order.</summary>
    public IReadOnlyList<string> KnownGenres { get; }
}
