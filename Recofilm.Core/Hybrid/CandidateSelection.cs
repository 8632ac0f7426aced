using System.Buffers;
using Recofilm.Core.Collaborative;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Hybrid;

/// <summary>Picks the movies that are worth a closer look: the best of several members, and new ones by their content.</summary>
internal static class CandidateSelection
{
    /// <summary>How many candidates there can be at most.</summary>
    /// <param name="count">The collaborative model's share.</param>
    public static int Most(int count) => count + (2 * (count / 3)) + (count / 10);

    /// <summary>Picks candidates.</summary>
    /// <param name="members">The members.</param>
    /// <param name="scores">Their scores.</param>
    /// <param name="history">The user's ratings; rated movies are no candidates.</param>
    /// <param name="count">How many of the collaborative model.</param>
    /// <param name="candidates">Receives item indices, ascending.</param>
    /// <returns>How many there are.</returns>
    public static int Select(
        HybridMembers members, in MemberScores scores, in RatingHistory history, int count, Span<int> candidates)
    {
        var masked = ArrayPool<float>.Shared.Rent(members.ItemCount);
        var values = masked.AsSpan(0, members.ItemCount);
        var found = Best(scores.Collaborative, history, values, candidates[..count]);
        found += Best(scores.Neighbours(2), history, values, candidates.Slice(found, count / 3));
        found += Best(scores.Factors(2), history, values, candidates.Slice(found, count / 3));

        // Movies without ratings have nothing but their content to be found by.
        scores.Content.CopyTo(values);
        for (var item = 0; item < values.Length; item++)
        {
            if (members.Statistics.Counts[item] > 0)
                values[item] = float.NegativeInfinity;
        }

        found += TopK.Select(values, candidates.Slice(found, count / 10));
        ArrayPool<float>.Shared.Return(masked);

        candidates[..found].Sort();
        var distinct = 0;
        for (var place = 0; place < found; place++)
        {
            if (distinct == 0 || candidates[place] != candidates[distinct - 1])
                candidates[distinct++] = candidates[place];
        }

        return distinct;
    }

    private static int Best(ReadOnlySpan<float> scores, in RatingHistory history, Span<float> masked, Span<int> best)
    {
        scores.CopyTo(masked);
        foreach (var item in history.Items)
            masked[item] = float.NegativeInfinity;
        return TopK.Select(masked, best);
    }
}
