using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Recofilm.Core.Numerics;

/// <summary>
/// Picks the best few of many scores without sorting the rest and without allocating. A heap holds the best so far, with the
/// worst of them at its root. Nearly every score is below the root, and a few vector comparisons skip many such scores at once.
/// </summary>
public static class TopK
{
    private static readonly int UnrollFactor = 4 * Vector256<float>.Count;

    /// <summary>Finds the highest scores.</summary>
    /// <param name="scores">One score an item index; <see cref="float.NegativeInfinity"/> and NaN are never picked.</param>
    /// <param name="top">
    /// Receives item indices by score descending, ties by index ascending; its length is the number wanted.
    /// </param>
    /// <returns>The number written: less than wanted when too few scores can be picked.</returns>
    public static int Select(ReadOnlySpan<float> scores, Span<int> top)
    {
        if (top.IsEmpty)
            return 0;

        var count = 0;
        var threshold = float.NegativeInfinity;
        for (var start = 0; start < scores.Length; start += UnrollFactor)
        {
            var end = Math.Min(start + UnrollFactor, scores.Length);
            if (AnyAbove(scores[start..end], threshold))
                Offer(scores, start, end, top, ref count, ref threshold);
        }

        // Moves the worst to the end, until the best is left.
        for (var last = count - 1; last > 0; last--)
        {
            var worst = top[0];
            SinkRoot(scores, top[..last], top[last]);
            top[last] = worst;
        }

        return count;
    }

    /// <summary>The simple reference for <see cref="Select"/>: sorts everything.</summary>
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

    // One branch decides for a whole block, because branches cost more than the comparisons. A shorter block always passes.
    private static bool AnyAbove(ReadOnlySpan<float> scores, float threshold)
    {
        if (scores.Length < UnrollFactor)
            return true;
        var limit = Vector256.Create(threshold);
        var vectors = MemoryMarshal.Cast<float, Vector256<float>>(scores);
        var above = Vector256.GreaterThan(vectors[0], limit) | Vector256.GreaterThan(vectors[1], limit)
            | Vector256.GreaterThan(vectors[2], limit) | Vector256.GreaterThan(vectors[3], limit);
        return above != Vector256<float>.Zero;
    }

    // Items arrive in ascending order, so the later of two equal scores is the worse one. Once the heap is full, a strict
    // comparison with its root is therefore enough to apply the tie rule.
    private static void Offer(
        ReadOnlySpan<float> scores, int start, int end, Span<int> top, ref int count, ref float threshold)
    {
        for (var item = start; item < end; item++)
        {
            if (!(scores[item] > threshold))
                continue;
            if (count < top.Length)
                Rise(scores, top, item, count++);
            else
                SinkRoot(scores, top, item);
            if (count == top.Length)
                threshold = scores[top[0]];
        }
    }

    // Adds an item at the end of the heap and moves worse items towards the root.
    private static void Rise(ReadOnlySpan<float> scores, Span<int> heap, int item, int place)
    {
        while (place > 0 && IsWorse(scores, item, heap[(place - 1) / 2]))
        {
            heap[place] = heap[(place - 1) / 2];
            place = (place - 1) / 2;
        }

        heap[place] = item;
    }

    // Replaces the root by another item.
    private static void SinkRoot(ReadOnlySpan<float> scores, Span<int> heap, int item)
    {
        var place = 0;
        for (var child = 1; child < heap.Length; child = (2 * place) + 1)
        {
            if (child + 1 < heap.Length && IsWorse(scores, heap[child + 1], heap[child]))
                child++;
            if (!IsWorse(scores, heap[child], item))
                break;
            heap[place] = heap[child];
            place = child;
        }

        heap[place] = item;
    }

    private static bool IsWorse(ReadOnlySpan<float> scores, int item, int other) =>
        scores[item] < scores[other] || (scores[item] == scores[other] && item > other);
}
