namespace Recofilm.Core.Database.Users;

/// <summary>The data that a request needs of its user: parallel arrays of ratings by time, then by movie.</summary>
/// <param name="Role">The user's role.</param>
/// <param name="MovieIds">Rated movies, oldest rating first.</param>
/// <param name="Ratings">Ratings 0.5 to 5, parallel to <paramref name="MovieIds"/>.</param>
/// <param name="Timestamps">Unix seconds, ascending, parallel to <paramref name="MovieIds"/>.</param>
/// <param name="DismissedMovieIds">
/// Movies that must not be shown, in any order: dismissed ones, and those that have left the catalogue.
/// </param>
public sealed record UserHistory(
    UserRole Role, int[] MovieIds, float[] Ratings, long[] Timestamps, int[] DismissedMovieIds)
{
    /// <summary>The user; 0 for a user who is not in the database.</summary>
    public int UserId { get; init; }

    /// <summary>The user's external identifier, if there is one.</summary>
    public string? ExternalId { get; init; }
}
