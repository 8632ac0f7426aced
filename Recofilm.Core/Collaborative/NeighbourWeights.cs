using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Collaborative;

/// <summary>
/// Sparse weights from movies that a user rated to movies they may want, by source: <c>score_j = n_j Σ_i x_i B_ij</c>,
/// with x_i the weight of the user's rating of i. Directed: what is watched after a movie differs from what before.
/// </summary>
public sealed class NeighbourWeights
{
    private readonly ReadOnlyMemory<int> _rowStarts;
    private readonly ReadOnlyMemory<int> _targets;
    private readonly ReadOnlyMemory<float> _weights;
    private readonly ReadOnlyMemory<float> _scales;
    private readonly NeighbourOptions _options;

    /// <summary>Wraps trained weights.</summary>
    /// <param name="rowStarts">Row i occupies places rowStarts[i] up to rowStarts[i + 1]; length items + 1.</param>
    /// <param name="targets">Target item by place, ascending in a row.</param>
    /// <param name="weights">B by place.</param>
    /// <param name="scales">n_j by item.</param>
    /// <param name="options">The options that trained them.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public NeighbourWeights(
        ReadOnlyMemory<int> rowStarts, ReadOnlyMemory<int> targets, ReadOnlyMemory<float> weights, ReadOnlyMemory<float> scales,
        NeighbourOptions options)
    {
        if (rowStarts.Length != scales.Length + 1 || rowStarts.Span[^1] != targets.Length || targets.Length != weights.Length)
            throw new ArgumentException("Row starts, targets, weights and scales must describe the same rows.", nameof(rowStarts));
        options.Validate();
        _rowStarts = rowStarts;
        _targets = targets;
        _weights = weights;
        _scales = scales;
        _options = options;
    }

    /// <summary>Number of items.</summary>
    public int ItemCount => _scales.Length;

    /// <summary>The options that trained the weights.</summary>
    public NeighbourOptions Options => _options;

    /// <summary>Where each source's row starts; length items + 1.</summary>
    public ReadOnlySpan<int> RowStarts => _rowStarts.Span;

    /// <summary>Target items by place.</summary>
    public ReadOnlySpan<int> Targets => _targets.Span;

    /// <summary>B by place.</summary>
    public ReadOnlySpan<float> Weights => _weights.Span;

    /// <summary>n_j by item: below 1 for movies that many like.</summary>
    public ReadOnlySpan<float> Scales => _scales.Span;

    /// <summary>The weight x of each rating in a request.</summary>
    /// <param name="history">The user's ratings.</param>
    /// <param name="decay">How recency counts.</param>
    /// <param name="weights">Receives one weight a rating.</param>
    public void Weigh(in RatingHistory history, RecencyDecay decay, Span<float> weights) =>
        RatingWeights.Of(history, _options.Source, 1, decay, weights);

    /// <summary>The same with several memories, one after the other.</summary>
    internal void WeighAll(in RatingHistory history, scoped ReadOnlySpan<RecencyDecay> memories, Span<float> weights) =>
        RatingWeights.Of(history, _options.Source, 1, memories, weights);

    /// <summary>Scores every item.</summary>
    /// <param name="items">The rated items.</param>
    /// <param name="weights">Their weights, from <see cref="Weigh"/>.</param>
    /// <param name="scores">Receives one score an item.</param>
    public void Score(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, Span<float> scores)
    {
        var rowStarts = RowStarts;
        var allTargets = Targets;
        var allWeights = Weights;
        scores.Clear();
        for (var place = 0; place < items.Length; place++)
        {
            var (start, end) = (rowStarts[items[place]], rowStarts[items[place] + 1]);
            var targets = allTargets[start..end];
            var values = allWeights[start..end];
            var weight = weights[place];
            for (var entry = 0; entry < targets.Length; entry++)
                scores[targets[entry]] += weight * values[entry];
        }

        TensorPrimitives.Multiply(scores, Scales, scores);
    }

    /// <summary>
    /// Scores every item under eight weightings of the same ratings, reading the weights once; <see cref="Scales"/> are left to
    /// the caller.
    /// </summary>
    /// <param name="items">The rated items.</param>
    /// <param name="weights">One vector a rating: its weight under each weighting, from <see cref="Weigh"/>.</param>
    /// <param name="scores">Receives <c>Σ_i x_i B_ij</c>, one vector an item.</param>
    internal void ScoreUnscaled(ReadOnlySpan<int> items, ReadOnlySpan<Vector256<float>> weights, Span<Vector256<float>> scores)
    {
        var rowStarts = RowStarts;
        var allTargets = Targets;
        var allWeights = Weights;
        scores.Clear();
        for (var place = 0; place < items.Length; place++)
        {
            var (start, end) = (rowStarts[items[place]], rowStarts[items[place] + 1]);
            var targets = allTargets[start..end];
            var values = allWeights[start..end];
            values = values[..targets.Length];
            var weight = weights[place];
            for (var entry = 0; entry < targets.Length; entry++)
            {
                ref var score = ref scores[targets[entry]];
                score = Vector256.FusedMultiplyAdd(weight, Vector256.Create(values[entry]), score);
            }
        }
    }

    /// <summary>Splits an item's score into one term a rating; the terms sum to the score.</summary>
    /// <param name="items">The rated items.</param>
    /// <param name="weights">Their weights, from <see cref="Weigh"/>.</param>
    /// <param name="item">The item explained.</param>
    /// <param name="contributions">Receives <c>n_item x_i B_i,item</c>.</param>
    public void Explain(ReadOnlySpan<int> items, ReadOnlySpan<float> weights, int item, Span<float> contributions)
    {
        var rowStarts = RowStarts;
        var targets = Targets;
        var values = Weights;
        var scale = Scales[item];
        for (var place = 0; place < items.Length; place++)
        {
            var start = rowStarts[items[place]];
            var entry = targets[start..rowStarts[items[place] + 1]].BinarySearch(item);
            contributions[place] = entry < 0 ? 0 : scale * weights[place] * values[start + entry];
        }
    }

    internal static NeighbourWeights FromTargets(
        RatingMatrix matrix, int[] catalogItems, int[][] neighbours, float[][] weights, NeighbourOptions options)
    {
        var starts = new int[matrix.ItemCount + 1];
        foreach (var source in neighbours.SelectMany(sources => sources))
            starts[catalogItems[source] + 1]++;
        for (var item = 0; item < matrix.ItemCount; item++)
            starts[item + 1] += starts[item];

        var next = starts.AsSpan(0, matrix.ItemCount).ToArray();
        var targets = new int[starts[^1]];
        var values = new float[starts[^1]];

        // Targets in the catalogue's order, so that each row comes out ascending.
        foreach (var target in Enumerable.Range(0, catalogItems.Length).OrderBy(target => catalogItems[target]))
        {
            for (var entry = 0; entry < neighbours[target].Length; entry++)
            {
                var place = next[catalogItems[neighbours[target][entry]]]++;
                targets[place] = catalogItems[target];
                values[place] = weights[target][entry];
            }
        }

        return new NeighbourWeights(starts, targets, values, Scale(matrix, options), options);
    }

    private static float[] Scale(RatingMatrix matrix, NeighbourOptions options)
    {
        var likes = new int[matrix.ItemCount];
        for (var position = 0; position < matrix.Count; position++)
        {
            if (matrix.Ratings[position] >= PreferenceWeights.LikedFrom)
                likes[matrix.Items[position]]++;
        }

        return [.. likes.Select(count => MathF.Pow(Math.Max(count, 1), -options.PopularityPower))];
    }
}
