using System.Buffers;
using System.Numerics.Tensors;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Ranking.Recency;

/// <summary>Computes the weight of each rating of a request: its preference weight times its recency.</summary>
internal static class RatingWeights
{
    /// <summary>Computes the weights with one recency window.</summary>
    /// <param name="history">The user's ratings.</param>
    /// <param name="preference">The preference weights.</param>
    /// <param name="scale">A factor of all weights.</param>
    /// <param name="decay">The decay of older ratings.</param>
    /// <param name="weights">Receives one weight per rating.</param>
    public static void Of(
        in RatingHistory history, PreferenceWeights preference, float scale, RecencyDecay decay, Span<float> weights) =>
        Of(history, preference, scale, [decay], weights);

    /// <summary>Computes the weights with several recency windows, sharing the work that does not depend on them.</summary>
    /// <param name="history">The user's ratings.</param>
    /// <param name="preference">The preference weights.</param>
    /// <param name="scale">A factor of all weights.</param>
    /// <param name="decays">The decay of each window.</param>
    /// <param name="weights">Receives one weight per rating, one window after the other.</param>
    public static void Of(
        in RatingHistory history, PreferenceWeights preference, float scale, scoped ReadOnlySpan<RecencyDecay> decays,
        Span<float> weights)
    {
        var count = history.Count;
        var counts = ArrayPool<int>.Shared.Rent(count);
        var values = ArrayPool<float>.Shared.Rent(count);
        var later = counts.AsSpan(0, count);
        var preferences = values.AsSpan(0, count);
        RatingOrder.CountLater(history.Timestamps, later);
        preference.Of(history.Ratings, preferences);
        TensorPrimitives.Multiply(preferences, scale, preferences);
        for (var window = 0; window < decays.Length; window++)
        {
            var ofWindow = weights.Slice(window * count, count);
            decays[window].Of(later, ofWindow);
            TensorPrimitives.Multiply(ofWindow, preferences, ofWindow);
        }

        ArrayPool<int>.Shared.Return(counts);
        ArrayPool<float>.Shared.Return(values);
    }
}
