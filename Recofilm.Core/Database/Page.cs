namespace Recofilm.Core.Database;

/// <summary>A part of an ordered result.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The rows from the offset on, at most the limit.</param>
/// <param name="Total">How many rows the whole result has.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, int Total);
