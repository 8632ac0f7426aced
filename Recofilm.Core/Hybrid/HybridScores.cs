namespace Recofilm.Core.Hybrid;

/// <summary>Receives a hybrid's scores and what they consist of, one value an item index each.</summary>
/// <param name="total">The scores that order the list.</param>
/// <param name="collaborative">What the ratings of all users say, 0 to 1 (<see cref="LogRank"/>).</param>
/// <param name="content">What genres, tags and titles say, 0 to 1.</param>
public readonly ref struct HybridScores(Span<float> total, Span<float> collaborative, Span<float> content)
{
    /// <summary>The scores that order the list.</summary>
    public Span<float> Total { get; } = total;

    /// <summary>What the ratings of all users say, 0 to 1.</summary>
    public Span<float> Collaborative { get; } = collaborative;

    /// <summary>What genres, tags and titles say, 0 to 1.</summary>
    public Span<float> Content { get; } = content;
}
