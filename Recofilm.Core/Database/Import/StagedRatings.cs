namespace Recofilm.Core.Database.Import;

/// <summary>The facts about the staged ratings that decide how they are merged.</summary>
/// <param name="Count">The number of ratings.</param>
/// <param name="Ascending">
/// Whether they are in strictly ascending order of user and movie, as in the published files; if so, none occurs twice.
/// </param>
/// <param name="HasTimestamps">Whether the file has the times of the ratings.</param>
internal readonly record struct StagedRatings(long Count, bool Ascending, bool HasTimestamps);
