using System.Numerics;
using System.Runtime.InteropServices;

namespace Recofilm.Core.Collaborative;

/// <summary>
/// Picks the best few of many scores without sorting the rest and without allocating. The list so far is kept in order;
/// nearly every score is below its last member, and a vector comparison passes over several of those at once.
/// </summary>
public static class TopK
{
    /// <summary>Finds the highest scores.</summary>
    /// <param name="scores">One score an item index; <see cref="float.NegativeInfinity"/> and NaN are never picked.</param>
    /// <param name="top">Receives item indices by score descending, ties by index ascending; its length is how many are wanted.</param>
    /// <returns>How many were written: fewer than wanted when too few scores can be picked.</returns>
    public static int Select(ReadOnlySpan<float> scores, Span<int> top)
    {
        if (top.IsEmpty)
            return 0;

        var count = 0;
        var threshold = MathF.BitDecrement(TopKBound.Of(scores, top.Length));
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(scores);
        for (var block = 0; block < vectors.Length; block++)
        {
            if (!Vector.GreaterThanAny(vectors[block], new Vector<float>(threshold)))
                continue;
            var start = block * Vector<float>.Count;
            Offer(scores, start, start + Vector<float>.Count, top, ref count, ref threshold);
        }

        Offer(scores, vectors.Length * Vector<float>.Count, scores.Length, top, ref count, ref threshold);
        return count;
    }

    /// <summary>The plain reference of <see cref="Select"/>: sorts everything.</summary>
    internal static int SelectBySorting(ReadOnlySpan<float> scores, Span<int> top)
    {
        var values = scores.ToArray();
        var best = Enumerable.Range(0, values.Length)
            .Where(item => values[item] > float.NegativeInfinity)
            .OrderByDescending(item => values[item])
            .ThenBy(item => item)
            .Take(top.Length)
            .ToArray();
        best.CopyTo(top);
        return best.Length;
    }

    // Items arrive in ascending order, so an equal score belongs after those already in the list and, once the list is
    // full, outside it: a strict comparison is all the tie rule needs.
    private static void Offer(
        ReadOnlySpan<float> scores, int start, int end, Span<int> top, ref int count, ref float threshold)
    {
        for (var item = start; item < end; item++)
        {
            var score = scores[item];
            if (!(score > threshold))
                continue;

            int low = 0, high = count;
            while (low < high)
            {
                var middle = (low + high) >>> 1;
                if (scores[top[middle]] >= score)
                    low = middle + 1;
                else
                    high = middle;
            }

            var moved = Math.Min(count, top.Length - 1) - low;
            top.Slice(low, moved).CopyTo(top[(low + 1)..]);
            top[low] = item;
            if (count < top.Length)
                count++;
            if (count == top.Length)
                threshold = scores[top[^1]];
        }
    }
}
