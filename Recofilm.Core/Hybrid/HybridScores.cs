namespace Recofilm.Core.Hybrid;

/// <summary>Receives a hybrid's scores and what they consist of, one value an item index each.</summary>
/// <param name="total">The scores that order the list.</param>
/// <param name="collaborative">What the ratings of all users say.</param>
/// <param name="content">What genres, tags and titles say.</param>
public readonly ref struct HybridScores(Span<float> total, Span<float> collaborative, Span<float> content)
{
    /// <summary>The scores that order the list.</summary>
    public Span<float> Total { get; } = total;

    /// <summary>What the ratings of all users say.</summary>
    public Span<float> Collaborative { get; } = collaborative;

    /// <summary>What genres, tags and titles say.</summary>
    public Span<float> Content { get; } = content;

    /// <summary>
    /// Whether both sides are ranked already (<see cref="LogRank"/>), as a mixture needs them; otherwise they are what the
    /// models said, and only the movies that are shown are ranked.
    /// </summary>
    public bool AreRanked { get; init; }

    /// <summary>What the two sides say of a movie, 0 to 1.</summary>
    /// <param name="item">The item index.</param>
    public (float Collaborative, float Content) Of(int item) => AreRanked
        ? (Collaborative[item], Content[item])
        : (LogRank.Of(Collaborative, item), LogRank.Of(Content, item));
}
