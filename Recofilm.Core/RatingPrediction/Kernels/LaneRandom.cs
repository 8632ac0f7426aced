using System.Diagnostics;
using System.Numerics;
using System.Runtime.CompilerServices;
using Recofilm.Core.Numerics;

namespace Recofilm.Core.RatingPrediction.Kernels;

/// <summary>
/// Draws the words of <see cref="CounterRandom"/> for as many entities at once as a vector holds, each from its own key, and
/// makes normal and gamma numbers of them. A lane's numbers do not depend on its neighbours.
/// </summary>
/// <param name="seed">The seed of the whole computation.</param>
/// <param name="sweep">The number of the pass over the data.</param>
/// <param name="stream">The purpose of the numbers.</param>
internal readonly unsafe struct LaneRandom(ulong seed, int sweep, RandomStreamId stream)
{
    private static readonly Vector<ulong> LowWord = new(0xFFFFFFFFUL);

    /// <summary>Draws standard normal numbers, entity-major in lanes: number d of lane l is at <c>16 d + l</c>.</summary>
    /// <param name="ids">The key's id of each of the sixteen lanes.</param>
    /// <param name="count">The number of values per lane, a multiple of 4.</param>
    /// <param name="values">Receives 16 × <paramref name="count"/> floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void FillNormal(uint* ids, int count, float* values)
    {
        Debug.Assert(
            ids != null && values != null && count % 4 == 0 && FactorLayout.Lanes % Vector<float>.Count == 0,
            "Whole blocks fill whole vectors of lanes.");
        for (var lane = 0; lane < FactorLayout.Lanes; lane += Vector<float>.Count)
        {
            var id = Vector.Load(ids + lane);
            var target = values + lane;
            for (var block = 0; block < count / 4; block++)
            {
                Block(id, (uint)block, out var x0, out var x1, out var x2, out var x3);
                BoxMuller(x0, x1, out var z0, out var z1);
                BoxMuller(x2, x3, out var z2, out var z3);
                z0.Store(target);
                z1.Store(target + FactorLayout.Lanes);
                z2.Store(target + (2 * FactorLayout.Lanes));
                z3.Store(target + (3 * FactorLayout.Lanes));
                target += 4 * FactorLayout.Lanes;
            }
        }
    }

    /// <summary>
    /// Draws Gamma(shape, 1) numbers, one per lane (Marsaglia &amp; Tsang, 2000). A lane that rejects tries again with its next
    /// block.
    /// </summary>
    /// <param name="ids">The key's id of each of the sixteen lanes.</param>
    /// <param name="shapes">The shape of each lane, at least 1.</param>
    /// <param name="values">Receives sixteen floats.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void FillGamma(uint* ids, float* shapes, float* values)
    {
        Debug.Assert(
            ids != null && shapes != null && values != null && FactorLayout.Lanes % Vector<float>.Count == 0,
            "Whole vectors of lanes.");
        for (var lane = 0; lane < FactorLayout.Lanes; lane += Vector<float>.Count)
        {
            var id = Vector.Load(ids + lane);
            var d = Vector.Load(shapes + lane) - new Vector<float>(1f / 3);
            var c = Vector<float>.One / Vector.SquareRoot(d * 9);
            var result = Vector<float>.Zero;
            var accepted = Vector<int>.Zero;
            for (var attempt = 0u; Vector.EqualsAny(accepted, Vector<int>.Zero); attempt++)
            {
                Block(id, attempt, out var x0, out var x1, out var x2, out _);
                BoxMuller(x0, x1, out var x, out _);
                var v = Vector.FusedMultiplyAdd(c, x, Vector<float>.One);
                var positive = Vector.GreaterThan(v, Vector<float>.Zero);
                v = Vector.ConditionalSelect(positive, v * v * v, Vector<float>.One);
                var bound = Vector.FusedMultiplyAdd(
                    d, Vector.Log(v) + Vector<float>.One - v, x * x * 0.5f);
                var accept = positive & Vector.LessThan(Vector.Log(Uniform(x2)), bound);
                result = Vector.ConditionalSelect(Vector.AndNot(accept, accepted), d * v, result);
                accepted |= accept;
            }

            result.Store(values + lane);
        }
    }

    /// <summary>Applies ten Philox rounds to (block, id, sweep, stream), with one counter per lane.</summary>
    internal void Block(
        Vector<uint> ids, uint block,
        out Vector<uint> x0, out Vector<uint> x1, out Vector<uint> x2, out Vector<uint> x3)
    {
        // The products need 64 bits, so each step uses two vectors of half as many lanes.
        Vector.Widen(ids, out var lowIds, out var highIds);
        Rounds(lowIds, block, out var a0, out var a1, out var a2, out var a3);
        Rounds(highIds, block, out var b0, out var b1, out var b2, out var b3);
        x0 = Vector.Narrow(a0, b0);
        x1 = Vector.Narrow(a1, b1);
        x2 = Vector.Narrow(a2, b2);
        x3 = Vector.Narrow(a3, b3);
    }

    private void Rounds(
        Vector<ulong> ids, uint block,
        out Vector<ulong> x0, out Vector<ulong> x1, out Vector<ulong> x2, out Vector<ulong> x3)
    {
        var multiplier0 = new Vector<ulong>(CounterRandom.Multiplier0);
        var multiplier1 = new Vector<ulong>(CounterRandom.Multiplier1);
        var key0 = (uint)seed;
        var key1 = (uint)(seed >> 32);
        x0 = new Vector<ulong>(block);
        x1 = ids;
        x2 = new Vector<ulong>((uint)sweep);
        x3 = new Vector<ulong>((uint)stream);
        for (var round = 0; round < CounterRandom.Rounds; round++)
        {
            var product0 = multiplier0 * x0;
            var product1 = multiplier1 * x2;
            x0 = (product1 >>> 32) ^ x1 ^ new Vector<ulong>(key0);
            x1 = product1 & LowWord;
            x2 = (product0 >>> 32) ^ x3 ^ new Vector<ulong>(key1);
            x3 = product0 & LowWord;
            key0 += CounterRandom.Weyl0;
            key1 += CounterRandom.Weyl1;
        }
    }

    /// <summary>Turns two words into two normal numbers: radius √(−2 ln u), angle a full turn.</summary>
    internal static void BoxMuller(Vector<uint> radius, Vector<uint> angle, out Vector<float> first, out Vector<float> second)
    {
        var r = Vector.SquareRoot(Vector.Log(Uniform(radius)) * -2);
        var (sin, cos) = Vector.SinCos(Uniform(angle) * (2 * MathF.PI));
        first = r * cos;
        second = r * sin;
    }

    /// <summary>Converts the upper 24 bits of a word exactly to a number above 0 and up to 1.</summary>
    private static Vector<float> Uniform(Vector<uint> words) =>
        Vector.ConvertToSingle((words >>> 8).As<uint, int>() + Vector<int>.One) * (1f / (1 << 24));
}
