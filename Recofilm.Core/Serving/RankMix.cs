using System.Buffers;

namespace Recofilm.Core.Serving;

/// <summary>Brings scores of different models to one distribution, so that a weight between them means what it says.</summary>
internal static class RankMix
{
    /// <summary>Replaces each score by <c>1 − ln(1 + rank) / ln(n + 1)</c>: 1 for the best, near 0 for the last.</summary>
    public static void Normalise(Span<float> scores)
    {
        var order = ArrayPool<int>.Shared.Rent(scores.Length);
        var keys = ArrayPool<float>.Shared.Rent(scores.Length);
        for (var item = 0; item < scores.Length; item++)
        {
            order[item] = item;
            keys[item] = -scores[item];
        }

        Array.Sort(keys, order, 0, scores.Length);
        var last = MathF.Log(scores.Length + 1);
        for (var rank = 0; rank < scores.Length; rank++)
            scores[order[rank]] = 1 - (MathF.Log(1 + rank) / last);
        ArrayPool<int>.Shared.Return(order);
        ArrayPool<float>.Shared.Return(keys);
    }
}
