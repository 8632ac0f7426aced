using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using Recofilm.Core.Ranking.Recency;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Ranking.ItemItem;

/// <summary>
/// Sparse weights from movies that a user rated to movies they may want, by source: <c>score_j = n_j Σ_i x_i B_ij</c>,
/// with x_i the weight of the user's rating of i. The weights are directed: users watch other movies after a movie than before
/// it.
/// </summary>
public sealed class ItemItemWeights
{
    private readonly ReadOnlyMemory<int> _rowStarts;
    private readonly ReadOnlyMemory<int> _targets;
    private readonly ReadOnlyMemory<float> _weights;
    private readonly ReadOnlyMemory<float> _scales;
    private readonly ItemItemOptions _options;

    /// <summary>Wraps trained weights.</summary>
    /// <param name="rowStarts">Row i occupies places rowStarts[i] up to rowStarts[i + 1]; length items + 1.</param>
    /// <param name="targets">Target item by place, ascending in a row.</param>
    /// <param name="weights">B by place.</param>
    /// <param name="scales">n_j by item.</param>
    /// <param name="options">The options that trained them.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public ItemItemWeights(
        ReadOnlyMemory<int> rowStarts, ReadOnlyMemory<int> targets, ReadOnlyMemory<float> weights, ReadOnlyMemory<float> scales,
        ItemItemOptions options)
    {
        if (rowStarts.Length != scales.Length + 1 || rowStarts.Span[^1] != targets.Length || targets.Length != weights.Length)
            throw new ArgumentException(
                "Row starts, targets, weights and scales must describe the same rows.", nameof(rowStarts));
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
    public ItemItemOptions Options => _options;

    /// <summary>The start of each source's row; length items + 1.</summary>
    public ReadOnlySpan<int> RowStarts => _rowStarts.Span;

    /// <summary>Target items by place.</summary>
    public ReadOnlySpan<int> Targets => _targets.Span;

    /// <summary>B by place.</summary>
    public ReadOnlySpan<float> Weights => _weights.Span;

    /// <summary>n_j by item; below 1 for movies that many users like.</summary>
    public ReadOnlySpan<float> Scales => _scales.Span;

    /// <summary>Computes the weight x of each rating in a request.</summary>
    /// <param name="history">The user's ratings.</param>
    /// <param name="decay">The decay of older ratings.</param>
    /// <param name="weights">Receives one weight per rating.</param>
    public void Weigh(in RatingHistory history, RecencyDecay decay, Span<float> weights) =>
        RatingWeights.Of(history, _options.Source, 1, decay, weights);

    /// <summary>Computes the weights for several recency windows, one window after the other.</summary>
    internal void WeighAll(in RatingHistory history, scoped ReadOnlySpan<RecencyDecay> windows, Span<float> weights) =>
        RatingWeights.Of(history, _options.Source, 1, windows, weights);

    /// <summary>Scores every item.</summary>
    /// <param name="items">The rated items.</param>
    /// <param name="weights">Their weights, from <see cref="Weigh"/>.</param>
    /// <param name="scores">Receives one score per item.</param>
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
    /// Scores every item under eight weightings of the same ratings, reading the weights once. The caller applies
    /// <see cref="Scales"/>.
    /// </summary>
    /// <param name="items">The rated items.</param>
    /// <param name="weights">One vector per rating: its weight under each weighting, from <see cref="Weigh"/>.</param>
    /// <param name="scores">Receives <c>Σ_i x_i B_ij</c>, one vector per item.</param>
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

    /// <summary>
    /// Splits some items' scores into one term per rating, in one pass over the weights. An item's terms sum to its score.
    /// </summary>
    /// <param name="items">The rated items.</param>
    /// <param name="weights">Their weights, from <see cref="Weigh"/>.</param>
    /// <param name="explained">The items to explain, each once.</param>
    /// <param name="contributions">Receives <c>n_j x_i B_ij</c>, explained items × ratings, row-major.</param>
    internal void Explain(
        ReadOnlySpan<int> items, ReadOnlySpan<float> weights, ReadOnlySpan<int> explained, Span<float> contributions)
    {
        // For each item, 1 + its row of the contributions, or 0.
        var rented = ArrayPool<int>.Shared.Rent(ItemCount);
        var rowOf = rented.AsSpan(0, ItemCount);
        rowOf.Clear();
        for (var row = 0; row < explained.Length; row++)
            rowOf[explained[row]] = row + 1;
        contributions.Clear();
        var rowStarts = RowStarts;
        var allTargets = Targets;
        var allWeights = Weights;
        var scales = Scales;
        for (var place = 0; place < items.Length; place++)
        {
            var (start, end) = (rowStarts[items[place]], rowStarts[items[place] + 1]);
            var targets = allTargets[start..end];
            var values = allWeights[start..end];
            for (var entry = 0; entry < targets.Length; entry++)
            {
                if (rowOf[targets[entry]] is var row and > 0)
                    contributions[((row - 1) * items.Length) + place] = scales[targets[entry]] * weights[place] * values[entry];
            }
        }

        ArrayPool<int>.Shared.Return(rented);
    }

    internal static ItemItemWeights FromTargets(
        RatingMatrix matrix, int[] catalogItems, int[][] neighbours, float[][] weights, ItemItemOptions options)
    {
        var starts = new int[matrix.ItemCount + 1];
        foreach (var source in neighbours.SelectMany(sources => sources))
            starts[catalogItems[source] + 1]++;
        for (var item = 0; item < matrix.ItemCount; item++)
            starts[item + 1] += starts[item];

        var next = starts.AsSpan(0, matrix.ItemCount).ToArray();
        var targets = new int[starts[^1]];
        var values = new float[starts[^1]];

        // The catalogue's order of targets makes each row ascending.
        foreach (var target in Enumerable.Range(0, catalogItems.Length).OrderBy(target => catalogItems[target]))
        {
            for (var entry = 0; entry < neighbours[target].Length; entry++)
            {
                var place = next[catalogItems[neighbours[target][entry]]]++;
                targets[place] = catalogItems[target];
                values[place] = weights[target][entry];
            }
        }

        return new ItemItemWeights(starts, targets, values, Scale(matrix, options), options);
    }

    private static float[] Scale(RatingMatrix matrix, ItemItemOptions options)
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
