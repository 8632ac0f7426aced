namespace Recofilm.Core.Serving;

/// <summary>The explanation of a movie in a list.</summary>
/// <param name="Reasons">The user's ratings that contributed most to its score, largest contribution first.</param>
/// <param name="Score">The score that they explain; <see langword="null"/> when ratings had no part.</param>
/// <param name="Shared">The content it shares with the anchor or the profile; <see langword="null"/> without content.</param>
internal sealed record Explanation(IReadOnlyList<RecommendationReason> Reasons, ExplainedScore? Score, SharedContent? Shared)
{
    /// <summary>The empty explanation: none was asked for, or there is nothing to explain with.</summary>
    public static Explanation None { get; } = new([], null, null);
}
