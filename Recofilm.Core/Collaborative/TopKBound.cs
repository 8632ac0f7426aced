using System.Buffers;
using System.Numerics;
using System.Runtime.InteropServices;

namespace Recofilm.Core.Collaborative;

/// <summary>
/// A score that the best k of many are certainly not below, found without looking for them: the k-th highest of the maxima of
/// disjoint groups, since each maximum is a score of its own. With enough groups hardly more than k scores reach it.
/// </summary>
internal static class TopKBound
{
    // With twice as many groups as scores are wanted, a quarter more than those reach the bound.
    private const int GroupsOfOne = 2;

    /// <summary>The bound; negative infinity where there are too few scores for one.</summary>
    /// <param name="scores">Scores; NaN counts for none.</param>
    /// <param name="count">k.</param>
    public static float Of(ReadOnlySpan<float> scores, int count)
    {
        var groups = (int)BitOperations.RoundUpToPowerOf2((uint)(GroupsOfOne * count));
        if (groups % Vector<float>.Count != 0 || scores.Length < 4 * groups)
            return float.NegativeInfinity;

        var rented = ArrayPool<float>.Shared.Rent(groups);
        var maxima = rented.AsSpan(0, groups);
        maxima.Fill(float.NegativeInfinity);
        var vectors = MemoryMarshal.Cast<float, Vector<float>>(maxima);
        for (; scores.Length >= groups; scores = scores[groups..])
        {
            var next = MemoryMarshal.Cast<float, Vector<float>>(scores[..groups]);
            for (var block = 0; block < vectors.Length; block++)
                vectors[block] = Vector.ConditionalSelect(Vector.GreaterThan(next[block], vectors[block]), next[block], vectors[block]);
        }

        var bound = Highest(maxima, count);
        ArrayPool<float>.Shared.Return(rented);
        return bound;
    }

    /// <summary>The k-th highest of some values, by quickselect (Hoare 1961), which reorders them.</summary>
    /// <param name="values">At least k values, none NaN.</param>
    /// <param name="count">k, at least 1.</param>
    public static float Highest(Span<float> values, int count)
    {
        var wanted = values.Length - count;
        int left = 0, right = values.Length - 1;
        while (left < right)
        {
            var pivot = values[(left + right) >>> 1];
            int low = left, high = right;
            while (low <= high)
            {
                while (values[low] < pivot)
                    low++;
                while (values[high] > pivot)
                    high--;
                if (low <= high)
                {
                    (values[low], values[high]) = (values[high], values[low]);
                    low++;
                    high--;
                }
            }

            if (wanted <= high)
                right = high;
            else if (wanted >= low)
                left = low;
            else
                break;
        }

        return values[wanted];
    }
}
