namespace Recofilm.Core.Registry;

/// <summary>
/// A list that a version's models made for an invented user before they were written. Loading compares
/// the list with a new one.
/// </summary>
/// <param name="Model">The model: "collaborative", "hybrid", "content", or "svd" for predicted ratings.</param>
/// <param name="MovieIds">The movies, best first.</param>
/// <param name="Scores">Their scores.</param>
public sealed record ReferenceList(string Model, IReadOnlyList<int> MovieIds, IReadOnlyList<float> Scores);
