using Recofilm.Core.Datasets.MovieLens;

namespace Recofilm.Core.Database.Import;

/// <summary>The result of an import.</summary>
/// <param name="Movies">The catalogue.</param>
/// <param name="Links">The movies' identifiers at IMDb and TMDB.</param>
/// <param name="Users">The users of the ratings and tags; they have no key yet.</param>
/// <param name="Ratings">The ratings.</param>
/// <param name="Tags">The tags.</param>
/// <param name="Rejected">The lines that were left out.</param>
/// <param name="Elapsed">The duration of the import.</param>
public sealed record ImportReport(
    TableReport Movies, TableReport Links, TableReport Users, TableReport Ratings, TableReport Tags,
    Rejections Rejected, TimeSpan Elapsed)
{
    /// <summary>Whether the database holds the same rows as before.</summary>
    public bool ChangedNothing => Movies.ChangedNothing && Links.ChangedNothing && Users.ChangedNothing
        && Ratings.ChangedNothing && Tags.ChangedNothing;
}
