using Recofilm.Core.Hybrid.Features;

namespace Recofilm.Core.Hybrid;

/// <summary>Receives a hybrid's scores and their two parts, one value per item index each.</summary>
/// <param name="total">The scores that order the list.</param>
/// <param name="collaborative">The scores from the ratings of all users.</param>
/// <param name="content">The scores from genres, tags and titles.</param>
public readonly ref struct HybridScores(Span<float> total, Span<float> collaborative, Span<float> content)
{
    /// <summary>The scores that order the list.</summary>
    public Span<float> Total { get; } = total;

    /// <summary>The scores from the ratings of all users.</summary>
    public Span<float> Collaborative { get; } = collaborative;

    /// <summary>The scores from genres, tags and titles.</summary>
    public Span<float> Content { get; } = content;

    /// <summary>Returns the scores of the two sides for a movie, 0 to 1.</summary>
    /// <param name="item">The item index.</param>
    /// <param name="areRanked">
    /// Whether both sides are ranked already (<see cref="LogRank"/>), as a mixture needs them; otherwise they hold the raw scores
    /// of the models, and only this movie is ranked.
    /// </param>
    public (float Collaborative, float Content) Of(int item, bool areRanked) => areRanked
        ? (Collaborative[item], Content[item])
        : (LogRank.Of(Collaborative, item), LogRank.Of(Content, item));
}
