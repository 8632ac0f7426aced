namespace Recofilm.Core.Serving;

/// <summary>The way in which a list is ranked.</summary>
/// <param name="Strategy">One of <see cref="RecommendationStrategy.Requested"/>.</param>
/// <param name="Anchor">The item that the list shall resemble; it never appears itself.</param>
/// <param name="Weight">The share of the collaborative side in a hybrid; <see langword="null"/> for the learned ranking.</param>
/// <param name="Similarity">The similarity that a list of similar movies uses.</param>
internal readonly record struct ListKind(
    string Strategy, int? Anchor = null, float? Weight = null, Similarity Similarity = Similarity.Content);
