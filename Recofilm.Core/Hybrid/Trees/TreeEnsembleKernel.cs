using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Recofilm.Core.Hybrid.Trees;

/// <summary>
/// Evaluates oblivious trees for whole vectors of candidates. A candidate's leaf stays in a register until one or two shuffles of
/// the tree's sixteen values select its value.
/// </summary>
internal sealed class TreeEnsembleKernel
{
    /// <summary>Tests per tree. A shallower tree gets additional tests that nothing passes.</summary>
    public const int Depth = 4;

    private const int Leaves = 1 << Depth;

    private readonly int[] _features;
    private readonly float[] _thresholds;
    private readonly float[] _values;

    /// <summary>Extends trees to the kernel's depth.</summary>
    /// <param name="depth">Tests per tree, 1 to <see cref="Depth"/>.</param>
    /// <param name="features">Feature by test.</param>
    /// <param name="thresholds">Threshold by test.</param>
    /// <param name="values">Value by leaf.</param>
    public TreeEnsembleKernel(int depth, int[] features, float[] thresholds, float[] values)
    {
        _features = Widen(features, depth, Depth, 0);
        _thresholds = Widen(thresholds, depth, Depth, float.PositiveInfinity);
        _values = Widen(values, 1 << depth, Leaves, 0);
    }

    /// <summary>Adds the trees' values, one tree after the other, to as many scores as fill vectors.</summary>
    /// <param name="scores">One score per candidate.</param>
    /// <param name="columns">Feature f of candidate c at <c>f × stride + c</c>.</param>
    /// <param name="stride">At least the number of candidates.</param>
    /// <returns>The number of scores that were updated, from the first.</returns>
    public int AddTo(Span<float> scores, ReadOnlySpan<float> columns, int stride)
    {
        var wide = Vector512.IsHardwareAccelerated ? scores.Length / Vector512<float>.Count * Vector512<float>.Count : 0;
        var whole = scores.Length / Vector256<float>.Count * Vector256<float>.Count;
        for (var test = 0; test < _features.Length; test += Depth)
        {
            var a = columns.Slice(_features[test] * stride, whole);
            var b = columns.Slice(_features[test + 1] * stride, whole);
            var c = columns.Slice(_features[test + 2] * stride, whole);
            var d = columns.Slice(_features[test + 3] * stride, whole);
            var thresholds = _thresholds.AsSpan(test, Depth);
            var values = _values.AsSpan(test / Depth * Leaves, Leaves);
            if (wide > 0)
                AddSixteen(a, b, c, d, thresholds, values, scores[..wide]);
            AddEight(a[wide..], b[wide..], c[wide..], d[wide..], thresholds, values, scores[wide..whole]);
        }

        return whole;
    }

    // Uses references in place of spans: the columns are as long as the scores, and the checks would take as long as the rest.
    private static void AddSixteen(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, ReadOnlySpan<float> d,
        ReadOnlySpan<float> thresholds, ReadOnlySpan<float> leafValues, Span<float> scores)
    {
        AssertLengths(a, b, c, d, thresholds, leafValues, scores, Vector512<float>.Count);
        ref var ofA = ref MemoryMarshal.GetReference(a);
        ref var ofB = ref MemoryMarshal.GetReference(b);
        ref var ofC = ref MemoryMarshal.GetReference(c);
        ref var ofD = ref MemoryMarshal.GetReference(d);
        ref var sums = ref MemoryMarshal.GetReference(scores);
        var (aboveA, aboveB) = (Vector512.Create(thresholds[0]), Vector512.Create(thresholds[1]));
        var (aboveC, aboveD) = (Vector512.Create(thresholds[2]), Vector512.Create(thresholds[3]));
        var values = Vector512.Create(leafValues);
        for (nuint place = 0; place < (nuint)scores.Length; place += (nuint)Vector512<float>.Count)
        {
            // Each test is one masked instruction.
            var yes = Vector512.GreaterThan(Vector512.LoadUnsafe(ref ofA, place), aboveA).AsInt32();
            var leaf = Vector512.ConditionalSelect(yes, Vector512<int>.One, Vector512<int>.Zero);
            yes = Vector512.GreaterThan(Vector512.LoadUnsafe(ref ofB, place), aboveB).AsInt32();
            leaf = Vector512.ConditionalSelect(yes, leaf + Vector512.Create(2), leaf);
            yes = Vector512.GreaterThan(Vector512.LoadUnsafe(ref ofC, place), aboveC).AsInt32();
            leaf = Vector512.ConditionalSelect(yes, leaf + Vector512.Create(4), leaf);
            yes = Vector512.GreaterThan(Vector512.LoadUnsafe(ref ofD, place), aboveD).AsInt32();
            leaf = Vector512.ConditionalSelect(yes, leaf + Vector512.Create(8), leaf);
            (Vector512.LoadUnsafe(ref sums, place) + Vector512.ShuffleNative(values, leaf)).StoreUnsafe(ref sums, place);
        }
    }

    private static void AddEight(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, ReadOnlySpan<float> d,
        ReadOnlySpan<float> thresholds, ReadOnlySpan<float> leafValues, Span<float> scores)
    {
        AssertLengths(a, b, c, d, thresholds, leafValues, scores, Vector256<float>.Count);
        ref var ofA = ref MemoryMarshal.GetReference(a);
        ref var ofB = ref MemoryMarshal.GetReference(b);
        ref var ofC = ref MemoryMarshal.GetReference(c);
        ref var ofD = ref MemoryMarshal.GetReference(d);
        ref var sums = ref MemoryMarshal.GetReference(scores);
        var (aboveA, aboveB) = (Vector256.Create(thresholds[0]), Vector256.Create(thresholds[1]));
        var (aboveC, aboveD) = (Vector256.Create(thresholds[2]), Vector256.Create(thresholds[3]));
        var lower = Vector256.Create(leafValues);
        var upper = Vector256.Create(leafValues[Vector256<float>.Count..]);
        for (nuint place = 0; place < (nuint)scores.Length; place += (nuint)Vector256<float>.Count)
        {
            var leaf = (Vector256.GreaterThan(Vector256.LoadUnsafe(ref ofA, place), aboveA).AsInt32() & Vector256<int>.One)
                | (Vector256.GreaterThan(Vector256.LoadUnsafe(ref ofB, place), aboveB).AsInt32() & Vector256.Create(2))
                | (Vector256.GreaterThan(Vector256.LoadUnsafe(ref ofC, place), aboveC).AsInt32() & Vector256.Create(4));
            var yes = Vector256.GreaterThan(Vector256.LoadUnsafe(ref ofD, place), aboveD);
            var value = Vector256.ConditionalSelect(
                yes, Vector256.ShuffleNative(upper, leaf), Vector256.ShuffleNative(lower, leaf));
            (Vector256.LoadUnsafe(ref sums, place) + value).StoreUnsafe(ref sums, place);
        }
    }

    [Conditional("DEBUG")]
    private static void AssertLengths(
        ReadOnlySpan<float> a, ReadOnlySpan<float> b, ReadOnlySpan<float> c, ReadOnlySpan<float> d,
        ReadOnlySpan<float> thresholds, ReadOnlySpan<float> leafValues, Span<float> scores, int lanes)
    {
        Debug.Assert(thresholds.Length == Depth && leafValues.Length == Leaves);
        Debug.Assert(scores.Length % lanes == 0, "Whole vectors reach the last score and no further.");
        Debug.Assert(
            Math.Min(Math.Min(a.Length, b.Length), Math.Min(c.Length, d.Length)) >= scores.Length,
            "Every column has a value for every score.");
    }

    private static T[] Widen<T>(T[] values, int from, int to, T filling)
    {
        if (from == to)
            return values;
        var wide = new T[values.Length / from * to];
        Array.Fill(wide, filling);
        for (var tree = 0; tree * from < values.Length; tree++)
            values.AsSpan(tree * from, from).CopyTo(wide.AsSpan(tree * to));
        return wide;
    }
}
