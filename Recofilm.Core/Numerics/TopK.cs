using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Recofilm.Core.Numerics;

/// <summary>
/// Picks the best few of many scores without sorting the rest. The k-th largest of the maxima of small blocks is a lower bound of
/// the k-th largest score, so one pass finds the bound, a second one the few scores that reach it, and only these are sorted.
/// </summary>
public static class TopK
{
    // Fewer blocks a wanted score give a bound that too many scores reach; more of them take longer to select from.
    private const int BlocksPerWanted = 3;

    // In shorter blocks the maxima would be a large part of the scores.
    private const int MinBlockLength = 8;

    // More scores than these reach a bound only when many are equal.
    private const int CandidatesPerWanted = 4;

    private static int Lanes => Vector256<float>.Count;

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
        var blockLength = scores.Length / ((long)top.Length * BlocksPerWanted);
        if (blockLength >= MinBlockLength && TrySelectAboveBound(scores, (int)blockLength, top))
            return top.Length;
        return SelectByHeap(scores, top);
    }

    // Returns whether there are enough scores, and not too many equal ones.
    private static bool TrySelectAboveBound(ReadOnlySpan<float> scores, int blockLength, Span<int> top)
    {
        var maxima = ArrayPool<float>.Shared.Rent((scores.Length / blockLength) + (2 * Lanes));
        var count = Maxima(scores, blockLength, maxima);
        var bound = NthLargest(maxima.AsSpan(0, count), top.Length - 1);
        ArrayPool<float>.Shared.Return(maxima);
        if (bound == float.NegativeInfinity)
            return false;

        var keys = ArrayPool<ulong>.Shared.Rent(top.Length * CandidatesPerWanted);
        var reaching = keys.AsSpan(0, top.Length * CandidatesPerWanted);
        var found = Gather(scores, bound, reaching);
        if (found >= top.Length)
        {
            reaching[..found].Sort();
            for (var rank = 0; rank < top.Length; rank++)
                top[rank] = (int)(uint)reaching[rank];
        }

        ArrayPool<ulong>.Shared.Return(keys);
        return found >= top.Length;
    }

    // Writes the maxima of blocks and, at the end, single scores; NaN counts as negative infinity. A block is every eighth score
    // of a stretch, so that its maximum is a lane of a vector.
    private static int Maxima(ReadOnlySpan<float> scores, int blockLength, Span<float> maxima)
    {
        var lowest = Vector256.Create(float.NegativeInfinity);
        var vectors = MemoryMarshal.Cast<float, Vector256<float>>(scores);
        var count = 0;
        for (var start = 0; start < vectors.Length; start += blockLength)
        {
            var highest = lowest;
            foreach (var vector in vectors[start..Math.Min(start + blockLength, vectors.Length)])
                highest = Vector256.ConditionalSelect(Vector256.GreaterThan(vector, highest), vector, highest);
            highest.CopyTo(maxima[count..]);
            count += Lanes;
        }

        foreach (var score in scores[(vectors.Length * Lanes)..])
            maxima[count++] = score > float.NegativeInfinity ? score : float.NegativeInfinity;
        return count;
    }

    // Selection by partitioning (Hoare, "Algorithm 65: FIND", 1961). The values are reordered.
    private static float NthLargest(Span<float> values, int n)
    {
        var (first, last) = (0, values.Length - 1);
        while (first < last)
        {
            var pivot = MedianOfThree(values[first], values[(first + last) / 2], values[last]);
            var (left, right) = (first, last);
            while (left <= right)
            {
                while (values[left] > pivot)
                    left++;
                while (values[right] < pivot)
                    right--;
                if (left > right)
                    break;
                (values[left], values[right]) = (values[right], values[left]);
                left++;
                right--;
            }

            if (n <= right)
                last = right;
            else if (n >= left)
                first = left;
            else
                return values[n];
        }

        return values[n];
    }

    private static float MedianOfThree(float a, float b, float c) =>
        MathF.Max(MathF.Min(a, b), MathF.Min(MathF.Max(a, b), c));

    // Returns the number of scores that reach the bound, or −1 when there is no room for them.
    private static int Gather(ReadOnlySpan<float> scores, float bound, Span<ulong> keys)
    {
        var limit = Vector256.Create(bound);
        var vectors = MemoryMarshal.Cast<float, Vector256<float>>(scores);
        var count = 0;
        for (var place = 0; place < vectors.Length; place++)
        {
            var reaches = Vector256.GreaterThanOrEqual(vectors[place], limit).ExtractMostSignificantBits();
            for (; reaches != 0; reaches &= reaches - 1)
            {
                if (count == keys.Length)
                    return -1;
                var item = (place * Lanes) + BitOperations.TrailingZeroCount(reaches);
                keys[count++] = KeyOf(scores[item], item);
            }
        }

        for (var item = vectors.Length * Lanes; item < scores.Length; item++)
        {
            if (!(scores[item] >= bound))
                continue;
            if (count == keys.Length)
                return -1;
            keys[count++] = KeyOf(scores[item], item);
        }

        return count;
    }

    // Keys ascend as scores descend, then as indices ascend. Adding zero makes both zeros equal.
    private static ulong KeyOf(float score, int item)
    {
        var bits = BitConverter.SingleToUInt32Bits(score + 0f);
        var descending = (bits & 0x8000_0000) == 0 ? ~bits & 0x7FFF_FFFF : bits;
        return ((ulong)descending << 32) | (uint)item;
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

    // A heap holds the best so far, with the worst of them at its root.
    private static int SelectByHeap(ReadOnlySpan<float> scores, Span<int> top)
    {
        var count = 0;
        var threshold = float.NegativeInfinity;
        Offer(scores, top, ref count, ref threshold);

        // Moves the worst to the end, until the best is left.
        for (var last = count - 1; last > 0; last--)
        {
            var worst = top[0];
            SinkRoot(scores, top[..last], top[last]);
            top[last] = worst;
        }

        return count;
    }

    // Items arrive in ascending order, so the later of two equal scores is the worse one. Once the heap is full, a strict
    // comparison with its root is therefore enough to apply the tie rule.
    private static void Offer(ReadOnlySpan<float> scores, Span<int> top, ref int count, ref float threshold)
    {
        for (var item = 0; item < scores.Length; item++)
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
