using System.Buffers;
using System.Numerics.Tensors;
using Recofilm.Core.Collaborative;
using Recofilm.Core.Collaborative.Svd;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Hybrid;

/// <summary>
/// Combines the members. Without a weight a forest, learned to rank lists of both kinds (the visit goes on, the user comes
/// back), orders the candidates; with a weight the collaborative and the content model are mixed by it. Immutable; safe
/// for any number of threads.
/// </summary>
/// <param name="members">The models combined.</param>
/// <param name="forest">The learned ranking over <see cref="RankingFeature"/>s; without trees the collaborative order stays.</param>
/// <param name="candidates">How many of the collaborative model's best movies the forest orders.</param>
public sealed class HybridModel(HybridMembers members, RankingForest forest, int candidates) : IRankingModel
{
    /// <summary>Share of the collaborative side that an anchored request without a weight gets.</summary>
    public const float AnchoredWeight = 0.6f;

    /// <summary>How many features the forest may test.</summary>
    internal static int FeatureCount => CandidateFeatures.Count;

    // How much of an anchored collaborative score is the user's own taste; the rest is likeness to the anchor.
    private const float PersonalShare = 0.3f;

    // Content decides only where the ratings say nothing: among movies that have none.
    private const float ContentShare = 1e-3f;

    private readonly CandidateSelection _selection = new(members);
    private readonly CandidateFeatures _features = new(members);

    /// <summary>The models combined.</summary>
    public HybridMembers Members => members;

    /// <summary>The learned ranking.</summary>
    public RankingForest Forest => forest;

    /// <summary>How many of the collaborative model's best movies the forest orders.</summary>
    public int Candidates => candidates;

    /// <summary>Number of items.</summary>
    public int ItemCount => members.ItemCount;

    /// <summary>
    /// The learned combination: candidates by the forest, then all others by the collaborative model. A stranger gets the
    /// most liked movies.
    /// </summary>
    /// <inheritdoc/>
    public void Score(in RatingHistory history, Span<float> scores)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(scores.Length, ItemCount);
        if (history.Count == 0)
        {
            TensorPrimitives.ConvertTruncating(members.Statistics.LikedCounts, scores);
            return;
        }

        using var parts = new MemberScores(members, history);
        ScoreLearned(history, members.Svd.FoldIn(history), parts, scores);
    }

    /// <summary>The learned combination together with what the two sides say, unranked.</summary>
    /// <param name="history">The user's ratings, at least one.</param>
    /// <param name="user">The user as the rating head sees them, folded in from the same ratings.</param>
    /// <param name="result">Receives the scores.</param>
    public void Score(in RatingHistory history, in UserFactors user, in HybridScores result)
    {
        ArgumentOutOfRangeException.ThrowIfZero(history.Count);
        ArgumentOutOfRangeException.ThrowIfNotEqual(result.Total.Length, ItemCount);
        using var parts = new MemberScores(members, history);
        ScoreLearned(history, user, parts, result.Total);
        parts.Collaborative.CopyTo(result.Collaborative);
        parts.Content.CopyTo(result.Content);
    }

    /// <summary>Mixes the two sides: <c>weight · collaborative + (1 − weight) · content</c>, both by <see cref="LogRank"/>.</summary>
    /// <param name="history">The user's ratings; may be empty when there is an anchor.</param>
    /// <param name="weight">0 to 1: 1 is all collaborative, 0 all content.</param>
    /// <param name="anchor">A movie that the list shall be like, for this user; or <see langword="null"/>.</param>
    /// <param name="result">Receives the scores; the anchor itself is scored too.</param>
    /// <exception cref="ArgumentOutOfRangeException">The weight is not between 0 and 1.</exception>
    public void ScoreWeighted(in RatingHistory history, float weight, int? anchor, in HybridScores result)
    {
        if (!(weight is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(weight), weight, "weight must be between 0 and 1.");
        ScoreSides(history, anchor, result);
        TensorPrimitives.Multiply(result.Content, 1 - weight, result.Total);
        TensorPrimitives.MultiplyAdd(result.Collaborative, weight, result.Total, result.Total);
    }

    /// <summary>Candidates and their features, as the forest sees them.</summary>
    /// <param name="history">The user's ratings, at least one.</param>
    /// <param name="count">How many of the collaborative model.</param>
    /// <param name="chosen">Receives item indices; room for <see cref="CandidateSelection.Most"/>.</param>
    /// <param name="columns">Receives the features, feature-major; room for all of them.</param>
    /// <returns>How many candidates there are.</returns>
    internal int Describe(in RatingHistory history, int count, Span<int> chosen, Span<float> columns)
    {
        using var parts = new MemberScores(members, history);
        var found = _selection.Select(parts, history, count, chosen);
        _features.Fill(history, members.Svd.FoldIn(history), parts, chosen[..found], new FeatureColumns(columns, found, found));
        return found;
    }

    private void ScoreLearned(in RatingHistory history, in UserFactors user, in MemberScores parts, Span<float> scores)
    {
        parts.Collaborative.CopyTo(scores);
        TensorPrimitives.MultiplyAdd(parts.Content, ContentShare, scores, scores);
        if (forest.TreeCount == 0)
            return;

        var chosen = ArrayPool<int>.Shared.Rent(CandidateSelection.Most(candidates));
        var found = _selection.Select(parts, history, candidates, chosen);

        // Who has rated every movie leaves no candidate.
        if (found > 0)
            Lift(history, user, parts, chosen.AsSpan(0, found), scores);
        ArrayPool<int>.Shared.Return(chosen);
    }

    private void Lift(
        in RatingHistory history, in UserFactors user, in MemberScores parts, ReadOnlySpan<int> chosen, Span<float> scores)
    {
        // Whole vectors of candidates: the forest scores what lies behind the last one too, and nobody reads it.
        var stride = (chosen.Length + FeatureColumns.Alignment - 1) / FeatureColumns.Alignment * FeatureColumns.Alignment;
        var columns = ArrayPool<float>.Shared.Rent(stride * (CandidateFeatures.Count + 1));
        _features.Fill(history, user, parts, chosen, new FeatureColumns(columns, stride, chosen.Length));
        var ranked = columns.AsSpan(CandidateFeatures.Count * stride, stride);
        forest.Score(columns, stride, ranked);
        ranked = ranked[..chosen.Length];

        // Everything else follows after the last candidate, in the order it already has.
        var lift = TensorPrimitives.Max<float>(scores) - TensorPrimitives.Min<float>(ranked) + 1;
        for (var place = 0; place < chosen.Length; place++)
            scores[chosen[place]] = ranked[place] + lift;
        ArrayPool<float>.Shared.Return(columns);
    }

    private void ScoreSides(in RatingHistory history, int? anchor, in HybridScores result)
    {
        if (history.Count == 0)
            TensorPrimitives.ConvertTruncating(members.Statistics.LikedCounts, result.Collaborative);
        else
            members.Collaborative.Score(history, result.Collaborative);
        if (anchor is { } item)
        {
            // The content span serves as scratch before it gets its own scores.
            members.Collaborative.ScoreSimilar(item, result.Content);
            if (history.Count == 0)
                result.Content.CopyTo(result.Collaborative);
            else
                MixTaste(result.Content, result.Collaborative);
            members.Content.ScoreSimilar(item, result.Content);
        }
        else
        {
            members.Content.Score(history, result.Content);
        }

        LogRank.Normalise(result.Collaborative);
        LogRank.Normalise(result.Content);
    }

    // Both are of about unit spread, as the collaborative model scales what it mixes.
    private static void MixTaste(ReadOnlySpan<float> similar, Span<float> taste)
    {
        TensorPrimitives.Multiply(taste, PersonalShare, taste);
        TensorPrimitives.MultiplyAdd(similar, 1 - PersonalShare, taste, taste);
    }
}
