namespace Recofilm.Core.Database;

/// <summary>A part of an ordered result.</summary>
/// <typeparam name="T">The type of the rows.</typeparam>
/// <param name="Items">The rows from the offset on, at most the limit.</param>
/// <param name="Total">The number of rows of the whole result.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, int Total);
