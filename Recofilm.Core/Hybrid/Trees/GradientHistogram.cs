using System.Runtime.Intrinsics;

namespace Recofilm.Core.Hybrid.Trees;

/// <summary>
/// Sums of (gradient, hessian, 1) by leaf and bin of one feature, in four lanes so that one addition updates all. A level
/// sums over the smaller side of its test; the other side is the difference from the previous sums, as in LightGBM
/// (Ke et al. 2017).
/// </summary>
/// <param name="binOf">Bin by candidate.</param>
/// <param name="binCount">Number of bins.</param>
/// <param name="depth">Levels of a tree.</param>
internal sealed class GradientHistogram(byte[] binOf, int binCount, int depth)
{
    private static readonly Vector128<float> One = Vector128.Create(0f, 0f, 1f, 0f);

    private readonly Vector128<float>[] _sums = new Vector128<float>[binCount << (depth - 1)];

    /// <summary>The sums over a leaf's candidates in a bin.</summary>
    public Vector128<float> this[int leaf, int bin] => _sums[(leaf * binCount) + bin];

    /// <summary>Packs a gradient and a hessian into the bits of two lanes, which one instruction loads.</summary>
    public static long Pack(float gradient, float hessian) =>
        Vector128.Create(gradient, hessian, 0f, 0f).AsInt64().ToScalar();

    /// <summary>Sums over the candidates of a tree without tests.</summary>
    /// <param name="candidates">The candidates.</param>
    /// <param name="forces"><see cref="Pack"/>ed gradient and hessian by candidate.</param>
    public void Sum(ReadOnlySpan<int> candidates, ReadOnlySpan<long> forces)
    {
        Array.Clear(_sums);
        ReadOnlySpan<byte> bins = binOf;
        Span<Vector128<float>> sums = _sums;
        foreach (var candidate in candidates)
            sums[bins[candidate]] += Vector128.CreateScalar(forces[candidate]).AsSingle() + One;
    }

    /// <summary>Splits every leaf by the newest test.</summary>
    /// <param name="side">The candidates on one side of the test.</param>
    /// <param name="above">Whether these candidates passed the test.</param>
    /// <param name="leaves">Leaf by candidate, the newest test included.</param>
    /// <param name="forces"><see cref="Pack"/>ed gradient and hessian by candidate.</param>
    /// <param name="level">Number of tests, from 1.</param>
    public void Split(
        ReadOnlySpan<int> side, bool above, ReadOnlySpan<byte> leaves, ReadOnlySpan<long> forces, int level)
    {
        // The sums of the side go to the upper half, where candidates that passed belong. For the other side the halves are
        // swapped below.
        var half = binCount << (level - 1);
        var before = _sums.AsSpan(0, half);
        var summed = _sums.AsSpan(half, half);
        summed.Clear();
        ReadOnlySpan<byte> bins = binOf;
        var mask = (1 << (level - 1)) - 1;
        foreach (var candidate in side)
            summed[((leaves[candidate] & mask) * binCount) + bins[candidate]] +=
                Vector128.CreateScalar(forces[candidate]).AsSingle() + One;
        for (var place = 0; place < half; place++)
        {
            var rest = before[place] - summed[place];
            (before[place], summed[place]) = above ? (rest, summed[place]) : (summed[place], rest);
        }
    }
}
