namespace Recofilm.Core.Serving;

/// <summary>A request names a movie that is newer than the serving model; the next training will know it.</summary>
/// <param name="movieId">The movie.</param>
public sealed class MovieNotInModelException(int movieId)
    : Exception($"The serving model does not know movie {movieId} yet.")
{
    /// <summary>The movie.</summary>
    public int MovieId { get; } = movieId;
}
