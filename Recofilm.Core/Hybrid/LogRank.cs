using System.Buffers;

namespace Recofilm.Core.Hybrid;

/// <summary>
/// Brings scores of different models to one distribution, so that a weight between them means what it says:
/// <c>1 − ln(1 + rank) / ln(n + 1)</c>, 1 for the best and near 0 for the last of n.
/// </summary>
public static class LogRank
{
    /// <summary>Replaces each score by its normalised rank; equal scores rank by item index.</summary>
    public static void Normalise(Span<float> scores)
    {
        var order = ArrayPool<int>.Shared.Rent(scores.Length);
        var keys = ArrayPool<float>.Shared.Rent(scores.Length);
        for (var item = 0; item < scores.Length; item++)
            (order[item], keys[item]) = (item, -scores[item]);
        Array.Sort(keys, order, 0, scores.Length);
        OrderTies(keys.AsSpan(0, scores.Length), order);

        var last = MathF.Log(scores.Length + 1);
        for (var rank = 0; rank < scores.Length; rank++)
            scores[order[rank]] = 1 - (MathF.Log(1 + rank) / last);
        ArrayPool<int>.Shared.Return(order);
        ArrayPool<float>.Shared.Return(keys);
    }

    // The sort is not stable; movies without any score, which tie by the thousand, must still have one order everywhere.
    private static void OrderTies(ReadOnlySpan<float> keys, int[] order)
    {
        for (var start = 0; start < keys.Length;)
        {
            var end = start + 1;
            while (end < keys.Length && keys[end] == keys[start])
                end++;
            Array.Sort(order, start, end - start);
            start = end;
        }
    }
}
