using System.Buffers;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Recofilm.Core.Hybrid;

/// <summary>
/// A forest of oblivious trees (Prokhorenkova et al. 2018): all nodes of one level of a tree ask the same question, so a
/// candidate's leaf is the number whose bits are the answers, and a level is one vector comparison over the candidates.
/// </summary>
public sealed class RankingForest
{
    // Eight values fit into a vector.
    private const int LevelsOfVector = 3;

    private readonly int[] _features;
    private readonly float[] _thresholds;
    private readonly float[] _values;

    /// <summary>Wraps trained trees.</summary>
    /// <param name="depth">Tests a tree, at least 1.</param>
    /// <param name="features">Feature by test, trees one after the other, root first; length trees × depth.</param>
    /// <param name="thresholds">Threshold by test: the answer is yes above it.</param>
    /// <param name="values">Value by leaf; length trees × 2^depth. Test d of a tree gives bit d of the leaf.</param>
    /// <exception cref="ArgumentException">The lengths do not fit together.</exception>
    public RankingForest(int depth, int[] features, float[] thresholds, float[] values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        if (features.Length % depth != 0 || thresholds.Length != features.Length
            || values.Length != features.Length / depth << depth)
        {
            throw new ArgumentException("Features, thresholds and values must describe the same trees.", nameof(features));
        }

        Depth = depth;
        _features = features;
        _thresholds = thresholds;
        _values = values;
    }

    /// <summary>Tests a tree.</summary>
    public int Depth { get; }

    /// <summary>Number of trees.</summary>
    public int TreeCount => _features.Length / Depth;

    /// <summary>Feature by test.</summary>
    public ReadOnlySpan<int> Features => _features;

    /// <summary>Threshold by test.</summary>
    public ReadOnlySpan<float> Thresholds => _thresholds;

    /// <summary>Value by leaf.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>Sums the trees' values for every candidate.</summary>
    /// <param name="columns">Feature f of candidate c at <c>f × stride + c</c>.</param>
    /// <param name="stride">At least the number of candidates.</param>
    /// <param name="scores">Receives one score a candidate.</param>
    public void Score(ReadOnlySpan<float> columns, int stride, Span<float> scores)
    {
        scores.Clear();
        var lanes = Vector256<float>.Count;
        var blocks = scores.Length / lanes;
        var sums = MemoryMarshal.Cast<float, Vector256<float>>(scores);
        Span<float> values = stackalloc float[Math.Max(lanes, 1 << Depth)];
        var rented = ArrayPool<int>.Shared.Rent(blocks * lanes);
        var leaves = MemoryMarshal.Cast<int, Vector256<int>>(rented.AsSpan(0, blocks * lanes));
        for (var tree = 0; tree < TreeCount; tree++)
        {
            leaves.Clear();
            for (var level = 0; level < Depth; level += 2)
            {
                // Two questions at a time; one that is left is asked twice.
                var test = (tree * Depth) + level;
                var other = (tree * Depth) + Math.Min(level + 1, Depth - 1);
                Ask(
                    ColumnOf(columns, test, stride, blocks), Vector256.Create(_thresholds[test]), Vector256.Create(1 << (test % Depth)),
                    ColumnOf(columns, other, stride, blocks), Vector256.Create(_thresholds[other]), Vector256.Create(1 << (other % Depth)), leaves);
            }

            _values.AsSpan(tree << Depth, 1 << Depth).CopyTo(values);
            for (var part = 0; part < values.Length / lanes; part++)
                AddValues(Vector256.Create<float>(values.Slice(part * lanes, lanes)), Vector256.Create(part), leaves, sums);

            for (var candidate = blocks * lanes; candidate < scores.Length; candidate++)
                scores[candidate] += _values[(tree << Depth) + LeafOf(tree, columns, stride, candidate)];
        }

        ArrayPool<int>.Shared.Return(rented);
    }

    /// <summary>The plain reference of <see cref="Score"/>: one candidate, one tree, one test at a time.</summary>
    internal float ScoreOne(ReadOnlySpan<float> columns, int stride, int candidate)
    {
        var score = 0f;
        for (var tree = 0; tree < TreeCount; tree++)
            score += _values[(tree << Depth) + LeafOf(tree, columns, stride, candidate)];
        return score;
    }

    private ReadOnlySpan<Vector256<float>> ColumnOf(ReadOnlySpan<float> columns, int test, int stride, int blocks) =>
        MemoryMarshal.Cast<float, Vector256<float>>(columns.Slice(_features[test] * stride, blocks * Vector256<float>.Count));

    private static void Ask(
        ReadOnlySpan<Vector256<float>> column, Vector256<float> threshold, Vector256<int> bit,
        ReadOnlySpan<Vector256<float>> otherColumn, Vector256<float> otherThreshold, Vector256<int> otherBit,
        Span<Vector256<int>> leaves)
    {
        column = column[..leaves.Length];
        otherColumn = otherColumn[..leaves.Length];
        for (var block = 0; block < leaves.Length; block++)
        {
            leaves[block] |= (Vector256.GreaterThan(column[block], threshold).AsInt32() & bit)
                | (Vector256.GreaterThan(otherColumn[block], otherThreshold).AsInt32() & otherBit);
        }
    }

    // Eight values at a time, of which the lower bits of a leaf pick one where the upper ones are the part's.
    private static void AddValues(
        Vector256<float> values, Vector256<int> part, ReadOnlySpan<Vector256<int>> leaves, Span<Vector256<float>> sums)
    {
        var last = Vector256.Create(Vector256<float>.Count - 1);
        for (var block = 0; block < leaves.Length; block++)
        {
            var picked = Vector256.ShuffleNative(values, leaves[block] & last);
            var belongs = Vector256.Equals(leaves[block] >> LevelsOfVector, part);
            sums[block] += picked & belongs.AsSingle();
        }
    }

    private int LeafOf(int tree, ReadOnlySpan<float> columns, int stride, int candidate)
    {
        var leaf = 0;
        for (var level = 0; level < Depth; level++)
        {
            var test = (tree * Depth) + level;
            if (columns[(_features[test] * stride) + candidate] > _thresholds[test])
                leaf |= 1 << level;
        }

        return leaf;
    }
}
