using System.Buffers;
using System.Numerics.Tensors;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Collaborative;

/// <summary>How much each rating of a request counts: what it says of its user's wishes, times how recent it is.</summary>
internal static class RatingWeights
{
    /// <summary>The weights with one memory.</summary>
    /// <param name="history">The user's ratings.</param>
    /// <param name="preference">What a rating says.</param>
    /// <param name="scale">What all weights are multiplied with.</param>
    /// <param name="decay">How recency counts.</param>
    /// <param name="weights">Receives one weight a rating.</param>
    public static void Of(in RatingHistory history, PreferenceWeights preference, float scale, RecencyDecay decay, Span<float> weights) =>
        Of(history, preference, scale, [decay], weights);

    /// <summary>The weights with several memories: what does not depend on them is found once.</summary>
    /// <param name="history">The user's ratings.</param>
    /// <param name="preference">What a rating says.</param>
    /// <param name="scale">What all weights are multiplied with.</param>
    /// <param name="decays">How recency counts.</param>
    /// <param name="weights">Receives one weight a rating, the memories' one after the other.</param>
    public static void Of(
        in RatingHistory history, PreferenceWeights preference, float scale, scoped ReadOnlySpan<RecencyDecay> decays, Span<float> weights)
    {
        var count = history.Count;
        var counts = ArrayPool<int>.Shared.Rent(count);
        var values = ArrayPool<float>.Shared.Rent(count);
        var later = counts.AsSpan(0, count);
        var preferences = values.AsSpan(0, count);
        RatingOrder.CountLater(history.Timestamps, later);
        preference.Of(history.Ratings, preferences);
        TensorPrimitives.Multiply(preferences, scale, preferences);
        for (var memory = 0; memory < decays.Length; memory++)
        {
            var ofMemory = weights.Slice(memory * count, count);
            decays[memory].Of(later, ofMemory);
            TensorPrimitives.Multiply(ofMemory, preferences, ofMemory);
        }

        ArrayPool<int>.Shared.Return(counts);
        ArrayPool<float>.Shared.Return(values);
    }
}
