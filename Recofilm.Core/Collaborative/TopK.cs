using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Recofilm.Core.Collaborative;

/// <summary>
/// Picks the best few of many scores without sorting the rest and without allocating. The list so far is kept in order;
/// nearly every score is below its last member, and a few vector comparisons pass over many of those at once.
/// </summary>
public static class TopK
{
    // A list of fewer is filled as fast without knowing a bound first.
    private const int LeastForBound = 32;

    private static readonly int Together = 4 * Vector256<float>.Count;

    /// <summary>Finds the highest scores.</summary>
    /// <param name="scores">One score an item index; <see cref="float.NegativeInfinity"/> and NaN are never picked.</param>
    /// <param name="top">Receives item indices by score descending, ties by index ascending; its length is how many are wanted.</param>
    /// <returns>How many were written: fewer than wanted when too few scores can be picked.</returns>
    public static int Select(ReadOnlySpan<float> scores, Span<int> top)
    {
        if (top.IsEmpty)
            return 0;

        var count = 0;
        var threshold = top.Length < LeastForBound ? float.NegativeInfinity : MathF.BitDecrement(TopKBound.Of(scores, top.Length));
        for (var start = 0; start < scores.Length; start += Together)
        {
            var end = Math.Min(start + Together, scores.Length);
            if (AnyAbove(scores[start..end], threshold))
                Offer(scores, start, end, top, ref count, ref threshold);
        }

        return count;
    }

    /// <summary>
    /// Finds the same items as <see cref="Select"/>, in no particular order: what reaches a bound is collected, and of that the
    /// lowest score that counts is looked for.
    /// </summary>
    /// <param name="scores">One score an item index; <see cref="float.NegativeInfinity"/> and NaN are never picked.</param>
    /// <param name="top">Receives item indices; its length is how many are wanted.</param>
    /// <returns>How many were written: fewer than wanted when too few scores can be picked.</returns>
    internal static int SelectUnordered(ReadOnlySpan<float> scores, Span<int> top)
    {
        if (top.IsEmpty)
            return 0;
        var rented = ArrayPool<int>.Shared.Rent(scores.Length);
        var found = rented.AsSpan(0, Collect(scores, MathF.BitDecrement(TopKBound.Of(scores, top.Length)), rented));
        if (found.Length > top.Length)
            found = found[..Keep(scores, found, top.Length)];
        found.CopyTo(top);
        ArrayPool<int>.Shared.Return(rented);
        return found.Length;
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

    // All items whose scores are above the threshold, ascending: a bit an item, and a turn of the loop a bit that is set.
    private static int Collect(ReadOnlySpan<float> scores, float threshold, Span<int> items)
    {
        var (count, start) = (0, 0);
        for (; start + Together <= scores.Length; start += Together)
        {
            for (var above = WhichAbove(scores.Slice(start, Together), threshold); above != 0; above &= above - 1)
                items[count++] = start + BitOperations.TrailingZeroCount(above);
        }

        for (; start < scores.Length; start++)
        {
            items[count] = start;
            count += scores[start] > threshold ? 1 : 0;
        }

        return count;
    }

    private static uint WhichAbove(ReadOnlySpan<float> scores, float threshold)
    {
        var limit = Vector256.Create(threshold);
        var vectors = MemoryMarshal.Cast<float, Vector256<float>>(scores);
        return Vector256.GreaterThan(vectors[0], limit).ExtractMostSignificantBits()
            | (Vector256.GreaterThan(vectors[1], limit).ExtractMostSignificantBits() << 8)
            | (Vector256.GreaterThan(vectors[2], limit).ExtractMostSignificantBits() << 16)
            | (Vector256.GreaterThan(vectors[3], limit).ExtractMostSignificantBits() << 24);
    }

    // A branch for all of them together: it takes longer than the comparisons. Fewer are not worth passing over.
    private static bool AnyAbove(ReadOnlySpan<float> scores, float threshold)
    {
        if (scores.Length < Together)
            return true;
        var limit = Vector256.Create(threshold);
        var vectors = MemoryMarshal.Cast<float, Vector256<float>>(scores);
        var above = Vector256.GreaterThan(vectors[0], limit) | Vector256.GreaterThan(vectors[1], limit)
            | Vector256.GreaterThan(vectors[2], limit) | Vector256.GreaterThan(vectors[3], limit);
        return above != Vector256<float>.Zero;
    }

    // The best so many of ascending items, of equal ones the first.
    private static int Keep(ReadOnlySpan<float> scores, Span<int> items, int wanted)
    {
        var rented = ArrayPool<float>.Shared.Rent(items.Length);
        var values = rented.AsSpan(0, items.Length);
        for (var place = 0; place < items.Length; place++)
            values[place] = scores[items[place]];
        var lowest = TopKBound.Highest(values, wanted);
        ArrayPool<float>.Shared.Return(rented);

        var above = 0;
        foreach (var item in items)
            above += scores[item] > lowest ? 1 : 0;
        var (kept, equal) = (0, wanted - above);
        foreach (var item in items)
        {
            if (scores[item] > lowest || (scores[item] == lowest && equal-- > 0))
                items[kept++] = item;
        }

        return kept;
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
