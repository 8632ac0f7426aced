using System.Buffers;
using System.Numerics.Tensors;
using Recofilm.Core.Hybrid.Candidates;
using Recofilm.Core.Hybrid.Features;
using Recofilm.Core.Hybrid.Trees;
using Recofilm.Core.Models;
using Recofilm.Core.RatingPrediction;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Hybrid;

/// <summary>
/// Combines the members. Without a weight, a tree ensemble that was trained on lists of four kinds (in-visit, next-visit, new
/// users, cuts in time) orders the candidates; with a weight, the collaborative and the content model are mixed by it. Immutable
/// and safe for any number of threads.
/// </summary>
/// <param name="members">The models that are combined.</param>
/// <param name="ensemble">
/// The tree ensemble over <see cref="RankingFeature"/>s; without trees the collaborative order stays.
/// </param>
/// <param name="quotas">The number of candidates of each generator, which the ensemble orders.</param>
public sealed class HybridModel(HybridMembers members, ObliviousTreeEnsemble ensemble, RequestQuotas quotas) : IRankingModel
{
    /// <summary>The share of the collaborative side in a request with an anchor but without a weight.</summary>
    public const float AnchoredWeight = 0.6f;

    /// <summary>The number of features that the tree ensemble may test.</summary>
    internal static int FeatureCount => CandidateFeatures.Count;

    // The share of the user's own taste in an anchored collaborative score; the rest is similarity to the anchor.
    private const float PersonalShare = 0.3f;

    // Small beside the scores of movies with ratings, so content orders the others among themselves.
    private const float ContentShare = 1e-3f;

    private readonly CandidateSelection _selection = new(members);
    private readonly CandidateFeatures _features = new(members);

    /// <summary>The models that are combined.</summary>
    public HybridMembers Members => members;

    /// <summary>The tree ensemble of the learned ranking.</summary>
    public ObliviousTreeEnsemble Ensemble => ensemble;

    /// <summary>The number of candidates of each generator, which the ensemble orders.</summary>
    public RequestQuotas Quotas => quotas;

    /// <summary>Number of items.</summary>
    public int ItemCount => members.ItemCount;

    /// <summary>
    /// Scores by the learned combination: the ensemble orders the candidates, and the collaborative model orders all others after
    /// them. A user without ratings gets the most liked movies.
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

        Score(history, members.Svd.FoldIn(history), scores);
    }

    /// <summary>Computes the learned combination.</summary>
    /// <param name="history">The user's ratings, at least one.</param>
    /// <param name="user">The user's factors in the rating head, folded in from the same ratings.</param>
    /// <param name="scores">Receives one score per item index.</param>
    public void Score(in RatingHistory history, in UserFactors user, Span<float> scores)
    {
        ArgumentOutOfRangeException.ThrowIfZero(history.Count);
        using var parts = new MemberScores(members, history);
        ScoreLearned(history, user, parts, scores);
    }

    /// <summary>Computes the learned combination together with the unranked scores of both sides.</summary>
    /// <param name="history">The user's ratings, at least one.</param>
    /// <param name="user">The user's factors in the rating head, folded in from the same ratings.</param>
    /// <param name="result">Receives the scores.</param>
    public void Score(in RatingHistory history, in UserFactors user, in HybridScores result)
    {
        ArgumentOutOfRangeException.ThrowIfZero(history.Count);
        ArgumentOutOfRangeException.ThrowIfNotEqual(result.Total.Length, ItemCount);
        using var parts = new MemberScores(members, history);
        ScoreLearned(history, user, parts, result.Total);
        parts.Collaborative.CopyTo(result.Collaborative);
        members.Content.ScoreProfile(parts.ContentProfile, result.Content);
    }

    /// <summary>
    /// Mixes the two sides: <c>weight · collaborative + (1 − weight) · content</c>, both by <see cref="LogRank"/>.
    /// </summary>
    /// <param name="history">The user's ratings; may be empty when there is an anchor.</param>
    /// <param name="weight">0 to 1: 1 is all collaborative, 0 all content.</param>
    /// <param name="anchor">A movie that the list is to resemble for this user, or <see langword="null"/>.</param>
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

    /// <summary>Computes the candidates and their features, which the tree ensemble reads, and the generators' lists.</summary>
    /// <param name="history">The user's ratings, at least one.</param>
    /// <param name="chosen">Receives item indices; at least <see cref="CandidateQuotas.Places"/> long.</param>
    /// <param name="columns">Receives the features of all candidates, feature-major.</param>
    /// <param name="listLength">The largest length of a generator's list.</param>
    /// <param name="lists">Receives the best movies of every generator, best first.</param>
    /// <returns>The number of candidates.</returns>
    internal int Describe(
        in RatingHistory history, Span<int> chosen, Span<float> columns, int listLength, out int[][] lists)
    {
        using var parts = new MemberScores(members, history);
        var found = _selection.Select(parts, history, quotas.For(history.Count), chosen);
        lists = _selection.Lists(parts, history, listLength);
        _features.Fill(history, members.Svd.FoldIn(history), parts, chosen[..found], new FeatureColumns(columns, found, found));
        return found;
    }

    /// <summary>Returns the best movies of every generator, as item indices, best first, without those that were rated.</summary>
    /// <param name="history">The user's ratings, at least one.</param>
    /// <param name="length">The largest length of a list.</param>
    internal int[][] GeneratorLists(in RatingHistory history, int length)
    {
        using var parts = new MemberScores(members, history);
        return _selection.Lists(parts, history, length);
    }

    private void ScoreLearned(in RatingHistory history, in UserFactors user, in MemberScores parts, Span<float> scores)
    {
        parts.Collaborative.CopyTo(scores);
        AddContent(parts, scores);
        if (ensemble.TreeCount == 0)
            return;

        var places = quotas.For(history.Count);
        var chosen = ArrayPool<int>.Shared.Rent(places.Places);
        var found = _selection.Select(parts, history, places, chosen);

        // A user who rated every movie has no candidates.
        if (found > 0)
            Lift(history, user, parts, chosen.AsSpan(0, found), scores);
        ArrayPool<int>.Shared.Return(chosen);
    }

    private void AddContent(in MemberScores parts, Span<float> scores)
    {
        var unrated = _selection.UnratedMovies;
        var rented = ArrayPool<float>.Shared.Rent(unrated.Length);
        members.Content.ScoreProfile(parts.ContentProfile, unrated, rented);
        for (var place = 0; place < unrated.Length; place++)
            scores[unrated[place]] += ContentShare * rented[place];
        ArrayPool<float>.Shared.Return(rented);
    }

    private void Lift(
        in RatingHistory history, in UserFactors user, in MemberScores parts, ReadOnlySpan<int> chosen, Span<float> scores)
    {
        // The ensemble scores whole vectors of candidates; the scores beyond the last candidate are never read.
        var stride = (chosen.Length + FeatureColumns.Alignment - 1) / FeatureColumns.Alignment * FeatureColumns.Alignment;
        var columns = ArrayPool<float>.Shared.Rent(stride * (CandidateFeatures.Count + 1));
        _features.Fill(history, user, parts, chosen, new FeatureColumns(columns, stride, chosen.Length));
        var ranked = columns.AsSpan(CandidateFeatures.Count * stride, stride);
        ensemble.Score(columns, stride, ranked);
        ranked = ranked[..chosen.Length];

        // All other movies follow after the last candidate in their previous order.
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

    // Both have a spread of about 1, because the collaborative model scales what it mixes.
    private static void MixTaste(ReadOnlySpan<float> similar, Span<float> taste)
    {
        TensorPrimitives.Multiply(taste, PersonalShare, taste);
        TensorPrimitives.MultiplyAdd(similar, 1 - PersonalShare, taste, taste);
    }
}
