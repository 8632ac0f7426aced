using Recofilm.Core.Catalog.MovieLens;

namespace Recofilm.Core.Database.Import;

/// <summary>What an import found and did.</summary>
/// <param name="Movies">The catalogue.</param>
/// <param name="Links">The movies' identifiers elsewhere.</param>
/// <param name="Users">The users of the ratings and tags; they have no key yet.</param>
/// <param name="Ratings">The ratings.</param>
/// <param name="Tags">The tags.</param>
/// <param name="Rejected">The lines that were left out.</param>
/// <param name="Elapsed">How long it took.</param>
public sealed record ImportReport(
    TableReport Movies, TableReport Links, TableReport Users, TableReport Ratings, TableReport Tags,
    Rejections Rejected, TimeSpan Elapsed)
{
    /// <summary>Whether the database holds what it held before.</summary>
    public bool ChangedNothing => Movies.ChangedNothing && Links.ChangedNothing && Users.ChangedNothing
        && Ratings.ChangedNothing && Tags.ChangedNothing;
}
