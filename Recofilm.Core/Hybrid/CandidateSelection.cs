using System.Buffers;
using Recofilm.Core.Hybrid.Features;
using Recofilm.Core.Numerics;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Hybrid;

/// <summary>
/// Picks the candidates of the learned ranking: the best of several members, what is most popular now and ever, and unrated
/// movies by content.
/// </summary>
/// <param name="members">The members.</param>
internal sealed class CandidateSelection(HybridMembers members)
{
    private readonly int[] _unrated =
        [.. Enumerable.Range(0, members.ItemCount).Where(item => members.Statistics.Counts[item] == 0)];

    private readonly PopularItems[] _popular = members.Trends.End is null
        ? []
        : [
            new PopularItems(members.Trends, members.Collaborative.Blend.TrendHalfLifeDays),
            new PopularItems(members.Trends, double.PositiveInfinity),
        ];

    /// <summary>The movies that nobody has rated, which only their content can find.</summary>
    public ReadOnlySpan<int> UnratedMovies => _unrated;

    /// <summary>Returns the largest possible number of candidates.</summary>
    /// <param name="count">The collaborative model's share.</param>
    public static int Most(int count) => count + (4 * (count / 3)) + (count / 10);

    /// <summary>Picks candidates.</summary>
    /// <param name="scores">
    /// The members' scores. Rated movies are removed from the rows that only this selection reads.
    /// </param>
    /// <param name="history">The user's ratings; rated movies are not candidates.</param>
    /// <param name="count">The number of candidates from the collaborative model.</param>
    /// <param name="candidates">Receives item indices, ascending.</param>
    /// <returns>The number of candidates.</returns>
    public int Select(in MemberScores scores, in RatingHistory history, int count, Span<int> candidates)
    {
        var masked = ArrayPool<float>.Shared.Rent(members.ItemCount);
        var values = masked.AsSpan(0, members.ItemCount);
        scores.Collaborative.CopyTo(values);
        var found = Best(values, history, candidates[..count]);
        found += Best(scores.NeighboursOfVisit, history, candidates.Slice(found, count / 3));
        found += Best(scores.FactorsOfBlend, history, candidates.Slice(found, count / 3));

        foreach (var popular in _popular)
            found += Unrated(popular.At(history.RequestTime), values, candidates.Slice(found, count / 3));

        members.Content.ScoreProfile(scores.ContentProfile, _unrated, values);
        var newest = candidates.Slice(found, count / 10);
        newest = newest[..TopK.Select(values[.._unrated.Length], newest)];
        foreach (ref var candidate in newest)
            candidate = _unrated[candidate];
        found += newest.Length;
        ArrayPool<float>.Shared.Return(masked);

        return Distinct(candidates[..found]);
    }

    private static int Distinct(Span<int> candidates)
    {
        candidates.Sort();
        var distinct = 0;
        foreach (var candidate in candidates)
        {
            if (distinct == 0 || candidates[distinct - 1] != candidate)
                candidates[distinct++] = candidate;
        }

        return distinct;
    }

    // Rated movies have no score.
    private static int Unrated(ReadOnlySpan<int> items, ReadOnlySpan<float> scores, Span<int> candidates)
    {
        var found = 0;
        foreach (var item in items)
        {
            if (found == candidates.Length)
                break;
            if (!float.IsNegativeInfinity(scores[item]))
                candidates[found++] = item;
        }

        return found;
    }

    private static int Best(Span<float> scores, in RatingHistory history, Span<int> best)
    {
        foreach (var item in history.Items)
            scores[item] = float.NegativeInfinity;
        return TopK.Select(scores, best);
    }
}
