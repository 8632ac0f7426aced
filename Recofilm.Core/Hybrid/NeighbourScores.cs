using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Recofilm.Core.Collaborative;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Hybrid;

/// <summary>
/// What the item-to-item weights say of all movies, asked with several memories at once: one lane of a vector each, so that
/// the weights are read once.
/// </summary>
internal readonly ref struct NeighbourScores
{
    /// <summary>How many memories there can be.</summary>
    public static readonly int MostMemories = Vector256<float>.Count;

    private readonly ReadOnlySpan<float> _lanes;
    private readonly ReadOnlySpan<float> _itemScales;
    private readonly Vector256<float> _means;
    private readonly Vector256<float> _scales;

    /// <summary>Scores all movies.</summary>
    /// <param name="neighbours">The weights.</param>
    /// <param name="history">The user's ratings.</param>
    /// <param name="memories">How recency counts; at most <see cref="MostMemories"/>.</param>
    /// <param name="room">Keeps the scores; as long as <see cref="RoomFor"/> says.</param>
    /// <param name="first">A memory of which all scores are wanted, as they are.</param>
    /// <param name="ofFirst">Receives them.</param>
    /// <param name="second">Another.</param>
    /// <param name="ofSecond">Receives them.</param>
    public NeighbourScores(
        NeighbourWeights neighbours, in RatingHistory history, scoped ReadOnlySpan<RecencyDecay> memories, Span<float> room,
        int first, scoped Span<float> ofFirst, int second, scoped Span<float> ofSecond)
    {
        var lanes = room[..(neighbours.ItemCount * MostMemories)];
        var weights = room.Slice(lanes.Length, history.Count * MostMemories);
        var byMemory = room.Slice(lanes.Length + weights.Length, history.Count * memories.Length);
        neighbours.WeighAll(history, memories, byMemory);
        weights.Clear();
        for (var memory = 0; memory < memories.Length; memory++)
        {
            for (var place = 0; place < history.Count; place++)
                weights[(place * MostMemories) + memory] = byMemory[(memory * history.Count) + place];
        }

        neighbours.ScoreUnscaled(
            history.Items, MemoryMarshal.Cast<float, Vector256<float>>(weights), MemoryMarshal.Cast<float, Vector256<float>>(lanes));

        var scales = neighbours.Scales[..neighbours.ItemCount];
        var (sum, squares) = Scale(lanes, scales, first, ofFirst, second, ofSecond);
        _lanes = lanes;
        _itemScales = scales;
        (_means, _scales) = Moments(sum / scales.Length, squares / scales.Length);
    }

    /// <summary>How many values the constructor needs room for.</summary>
    public static int RoomFor(int items, int ratings) => (items + (2 * ratings)) * MostMemories;

    /// <summary>Some movies' scores with one memory, in standard deviations from the mean of all movies.</summary>
    public void Gather(int memory, ReadOnlySpan<int> items, Span<float> scores)
    {
        var (mean, scale) = (_means[memory], _scales[memory]);
        for (var place = 0; place < items.Length; place++)
            scores[place] = ((_lanes[(items[place] * MostMemories) + memory] * _itemScales[items[place]]) - mean) * scale;
    }

    /// <summary>The standard deviation of all movies' scores with one memory; 1 where there is none.</summary>
    public float Spread(int memory) => 1 / _scales[memory];

    // In one pass, for there is more of it than the nearest cache holds. The lanes are left unscaled: what is read of them later is
    // little, and all of them would have to be written again. A method of its own, as the sums stay in registers here.
    private static (Vector256<float> Sum, Vector256<float> Squares) Scale(
        ReadOnlySpan<float> lanes, ReadOnlySpan<float> scales, int first, Span<float> ofFirst, int second, Span<float> ofSecond)
    {
        var (sum, squares) = (Vector256<float>.Zero, Vector256<float>.Zero);
        var scores = MemoryMarshal.Cast<float, Vector256<float>>(lanes)[..scales.Length];
        ofFirst = ofFirst[..scales.Length];
        ofSecond = ofSecond[..scales.Length];
        ref var lane = ref MemoryMarshal.GetReference(lanes);
        for (var item = 0; item < scales.Length; item++)
        {
            var scale = scales[item];
            var score = scores[item] * scale;
            sum += score;
            squares = Vector256.FusedMultiplyAdd(score, score, squares);
            ofFirst[item] = Unsafe.Add(ref lane, (item * MostMemories) + first) * scale;
            ofSecond[item] = Unsafe.Add(ref lane, (item * MostMemories) + second) * scale;
        }

        return (sum, squares);
    }

    private static (Vector256<float> Means, Vector256<float> Scales) Moments(Vector256<float> means, Vector256<float> meanSquares)
    {
        var variances = Vector256.Max(meanSquares - (means * means), Vector256<float>.Zero);
        var varies = Vector256.GreaterThan(variances, Vector256<float>.Zero);
        return (means, Vector256.ConditionalSelect(varies, Vector256<float>.One / Vector256.Sqrt(variances), Vector256<float>.One));
    }
}
