using System.Buffers;
using System.Numerics;
using Recofilm.Core.Collaborative;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Hybrid;

/// <summary>Picks the movies that are worth a closer look: the best of several members, and new ones by their content.</summary>
/// <param name="members">The members.</param>
internal sealed class CandidateSelection(HybridMembers members)
{
    // They have nothing but their content to be found by.
    private readonly int[] _unrated =
        [.. Enumerable.Range(0, members.ItemCount).Where(item => members.Statistics.Counts[item] == 0)];

    /// <summary>How many candidates there can be at most.</summary>
    /// <param name="count">The collaborative model's share.</param>
    public static int Most(int count) => count + (2 * (count / 3)) + (count / 10);

    /// <summary>Picks candidates.</summary>
    /// <param name="scores">
    /// The members' scores. The rows that are there for this choice lose those of the rated movies.
    /// </param>
    /// <param name="history">The user's ratings; rated movies are no candidates.</param>
    /// <param name="count">How many of the collaborative model.</param>
    /// <param name="candidates">Receives item indices, ascending.</param>
    /// <returns>How many there are.</returns>
    public int Select(in MemberScores scores, in RatingHistory history, int count, Span<int> candidates)
    {
        var masked = ArrayPool<float>.Shared.Rent(members.ItemCount);
        var values = masked.AsSpan(0, members.ItemCount);
        scores.Collaborative.CopyTo(values);
        var found = Best(values, history, candidates[..count]);
        found += Best(scores.NeighboursOfVisit, history, candidates.Slice(found, count / 3));
        found += Best(scores.FactorsOfRegime, history, candidates.Slice(found, count / 3));

        for (var place = 0; place < _unrated.Length; place++)
            values[place] = scores.Content[_unrated[place]];
        var newest = candidates.Slice(found, count / 10);
        newest = newest[..TopK.Select(values[.._unrated.Length], newest)];
        foreach (ref var candidate in newest)
            candidate = _unrated[candidate];
        found += newest.Length;
        ArrayPool<float>.Shared.Return(masked);

        return Distinct(candidates, found);
    }

    // A bit a movie gives each once, in order, in less time than it takes to sort them.
    private int Distinct(Span<int> candidates, int found)
    {
        const int Bits = 64;
        var words = (members.ItemCount + Bits - 1) / Bits;
        var rented = ArrayPool<ulong>.Shared.Rent(words);
        var chosen = rented.AsSpan(0, words);
        chosen.Clear();
        foreach (var candidate in candidates[..found])
            chosen[candidate / Bits] |= 1UL << (candidate % Bits);
        var distinct = 0;
        for (var word = 0; word < words; word++)
        {
            for (var left = chosen[word]; left != 0; left &= left - 1)
                candidates[distinct++] = (word * Bits) + BitOperations.TrailingZeroCount(left);
        }

        ArrayPool<ulong>.Shared.Return(rented);
        return distinct;
    }

    private static int Best(Span<float> scores, in RatingHistory history, Span<int> best)
    {
        foreach (var item in history.Items)
            scores[item] = float.NegativeInfinity;
        return TopK.SelectUnordered(scores, best);
    }
}
