namespace Recofilm.Core.Database.Users;

/// <summary>All that a request needs to know about a user: parallel arrays of ratings by time, then by movie.</summary>
/// <param name="Role">What the user may do.</param>
/// <param name="MovieIds">Rated movies, oldest rating first.</param>
/// <param name="Ratings">Ratings 0.5 to 5, parallel to <paramref name="MovieIds"/>.</param>
/// <param name="Timestamps">Unix seconds, ascending, parallel to <paramref name="MovieIds"/>.</param>
/// <param name="DismissedMovieIds">Movies that must not be shown: what the user does not want, and what has left the catalogue; in any order.</param>
public sealed record UserHistory(
    UserRole Role, int[] MovieIds, float[] Ratings, long[] Timestamps, int[] DismissedMovieIds);
