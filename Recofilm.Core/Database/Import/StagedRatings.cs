namespace Recofilm.Core.Database.Import;

/// <summary>What is known of the staged ratings.</summary>
/// <param name="Count">How many there are.</param>
/// <param name="Ascending">
/// Whether they are in strictly ascending order of user and movie, as in the published files: then none is there twice.
/// </param>
/// <param name="HasTimestamps">Whether the file says when they were given.</param>
internal readonly record struct StagedRatings(long Count, bool Ascending, bool HasTimestamps);
