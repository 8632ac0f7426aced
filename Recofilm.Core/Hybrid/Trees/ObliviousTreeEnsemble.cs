namespace Recofilm.Core.Hybrid.Trees;

/// <summary>
/// An ensemble of oblivious trees (Prokhorenkova et al. 2018): all nodes of one level of a tree have the same test, so the bits
/// of a candidate's leaf number are the results of the tests, and a level is one vector comparison over the candidates.
/// </summary>
public sealed class ObliviousTreeEnsemble
{
    private readonly int[] _features;
    private readonly float[] _thresholds;
    private readonly float[] _values;
    private readonly TreeEnsembleKernel _kernel;

    /// <summary>Wraps trained trees.</summary>
    /// <param name="depth">Tests per tree, 1 to <see cref="TreeEnsembleKernel.Depth"/>.</param>
    /// <param name="features">Feature by test, trees one after the other, root first; length trees × depth.</param>
    /// <param name="thresholds">Threshold by test; values above it pass.</param>
    /// <param name="values">Value by leaf; length trees × 2^depth. Test d of a tree gives bit d of the leaf.</param>
    /// <exception cref="ArgumentException">The depth is out of its range, or the lengths do not fit together.</exception>
    public ObliviousTreeEnsemble(int depth, int[] features, float[] thresholds, float[] values)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(depth, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(depth, TreeEnsembleKernel.Depth);
        if (features.Length % depth != 0 || thresholds.Length != features.Length
            || values.Length != features.Length / depth << depth)
        {
            throw new ArgumentException("Features, thresholds and values must describe the same trees.", nameof(features));
        }

        Depth = depth;
        _features = features;
        _thresholds = thresholds;
        _values = values;
        _kernel = new TreeEnsembleKernel(depth, features, thresholds, values);
    }

    /// <summary>Tests per tree.</summary>
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
    /// <param name="scores">Receives one score per candidate.</param>
    public void Score(ReadOnlySpan<float> columns, int stride, Span<float> scores)
    {
        scores.Clear();
        var whole = _kernel.AddTo(scores, columns, stride);
        for (var candidate = whole; candidate < scores.Length; candidate++)
            scores[candidate] = ScoreOne(columns, stride, candidate);
    }

    /// <summary>The plain reference of <see cref="Score"/>: one candidate, one tree, one test at a time.</summary>
    internal float ScoreOne(ReadOnlySpan<float> columns, int stride, int candidate)
    {
        var score = 0f;
        for (var tree = 0; tree < TreeCount; tree++)
            score += _values[(tree << Depth) + LeafOf(tree, columns, stride, candidate)];
        return score;
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
