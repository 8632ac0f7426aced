namespace Recofilm.Core.ColdStart;

/// <summary>A movie that suits a wish for genres.</summary>
/// <param name="Item">The item index.</param>
/// <param name="Score">The Bayesian average rating, on the data set's scale.</param>
/// <param name="MatchesAll">Whether the movie has all the genres wanted, not just one of them.</param>
public readonly record struct GenreMatch(int Item, float Score, bool MatchesAll);
