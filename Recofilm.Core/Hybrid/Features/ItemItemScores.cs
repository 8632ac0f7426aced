using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Recofilm.Core.Ranking.ItemItem;
using Recofilm.Core.Ranking.Recency;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Hybrid.Features;

/// <summary>
/// The item-to-item scores of all movies under several recency windows at once. Each window is one lane of a vector, so the
/// weights are read once.
/// </summary>
internal readonly ref struct ItemItemScores
{
    /// <summary>The largest number of windows.</summary>
    public static readonly int MaxWindows = Vector256<float>.Count;

    private readonly ReadOnlySpan<float> _lanes;
    private readonly ReadOnlySpan<float> _itemScales;
    private readonly Vector256<float> _means;
    private readonly Vector256<float> _scales;

    /// <summary>Scores all movies.</summary>
    /// <param name="neighbours">The weights.</param>
    /// <param name="history">The user's ratings.</param>
    /// <param name="windows">The decay of each recency window; at most <see cref="MaxWindows"/>.</param>
    /// <param name="scratch">Scratch that keeps the scores; its length is <see cref="ScratchLength"/>.</param>
    /// <param name="first">A window whose raw scores of all movies are needed.</param>
    /// <param name="ofFirst">Receives the scores of the first window.</param>
    /// <param name="second">Another such window.</param>
    /// <param name="ofSecond">Receives the scores of the second window.</param>
    public ItemItemScores(
        ItemItemWeights neighbours, in RatingHistory history, scoped ReadOnlySpan<RecencyDecay> windows, Span<float> scratch,
        int first, scoped Span<float> ofFirst, int second, scoped Span<float> ofSecond)
    {
        var lanes = scratch[..(neighbours.ItemCount * MaxWindows)];
        var weights = scratch.Slice(lanes.Length, history.Count * MaxWindows);
        var byWindow = scratch.Slice(lanes.Length + weights.Length, history.Count * windows.Length);
        neighbours.WeighAll(history, windows, byWindow);
        weights.Clear();
        for (var window = 0; window < windows.Length; window++)
        {
            for (var place = 0; place < history.Count; place++)
                weights[(place * MaxWindows) + window] = byWindow[(window * history.Count) + place];
        }

        neighbours.ScoreUnscaled(
            history.Items, MemoryMarshal.Cast<float, Vector256<float>>(weights),
            MemoryMarshal.Cast<float, Vector256<float>>(lanes));

        var scales = neighbours.Scales[..neighbours.ItemCount];
        var (sum, squares) = Scale(lanes, scales, first, ofFirst, second, ofSecond);
        _lanes = lanes;
        _itemScales = scales;
        (_means, _scales) = Moments(sum / scales.Length, squares / scales.Length);
    }

    /// <summary>Returns the scratch length that the constructor needs.</summary>
    public static int ScratchLength(int items, int ratings) => (items + (2 * ratings)) * MaxWindows;

    /// <summary>Computes some movies' scores under one window, in standard deviations from the mean of all movies.</summary>
    public void Gather(int window, ReadOnlySpan<int> items, Span<float> scores)
    {
        var (mean, scale) = (_means[window], _scales[window]);
        for (var place = 0; place < items.Length; place++)
            scores[place] = ((_lanes[(items[place] * MaxWindows) + window] * _itemScales[items[place]]) - mean) * scale;
    }

    /// <summary>Computes all movies' raw scores under one window.</summary>
    public void CopyTo(int window, Span<float> scores)
    {
        var lanes = _lanes;
        var scales = _itemScales;
        for (var item = 0; item < scales.Length; item++)
            scores[item] = lanes[(item * MaxWindows) + window] * scales[item];
    }

    /// <summary>Returns the standard deviation of all movies' scores under one window; 1 when they are all equal.</summary>
    public float Spread(int window) => 1 / _scales[window];

    // Makes one pass, because the scores exceed the nearest cache. The lanes stay unscaled: few of them are read later, and
    // scaling would write all of them again. This is a method of its own so that the sums stay in registers.
    private static (Vector256<float> Sum, Vector256<float> Squares) Scale(
        ReadOnlySpan<float> lanes, ReadOnlySpan<float> scales, int first, Span<float> ofFirst, int second, Span<float> ofSecond)
    {
        var (sum, squares) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var scores = MemoryMarshal.Cast<float, Vector256<float>>(lanes)[..scales.Length];
        ofFirst = ofFirst[..scales.Length];
        ofSecond = ofSecond[..scales.Length];
        Debug.Assert(lanes.Length == scales.Length * MaxWindows, "Every item has all windows.");
        Debug.Assert((uint)first < (uint)MaxWindows && (uint)second < (uint)MaxWindows);
        ref var lane = ref MemoryMarshal.GetReference(lanes);
        for (var item = 0; item < scales.Length; item++)
        {
            var scale = scales[item];
            var score = scores[item] * scale;
            sum += score;
            squares = Vector256.FusedMultiplyAdd(score, score, squares);
            ofFirst[item] = Unsafe.Add(ref lane, (item * MaxWindows) + first) * scale;
            ofSecond[item] = Unsafe.Add(ref lane, (item * MaxWindows) + second) * scale;
        }

        return (sum, squares);
    }

    private static (Vector256<float> Means, Vector256<float> Scales) Moments(Vector256<float> means, Vector256<float> meanSquares)
    {
        var variances = Vector256.Max(meanSquares - (means * means), Vector256<float>.Zero);
        var varies = Vector256.GreaterThan(variances, Vector256<float>.Zero);
        return (
            means, Vector256.ConditionalSelect(varies, Vector256<float>.One / Vector256.Sqrt(variances), Vector256<float>.One));
    }
}
