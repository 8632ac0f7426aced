using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Recofilm.Core.RatingPrediction.Kernels;

/// <summary>
/// Computes the sums over the ratings of one user (or item) that its conditional needs: with x_j = [1, v_j1 …],
/// y_j = r_j − μ − v_j0 and noise weights a_j, the gram matrix Σ a_j x_j x_jᵀ, the moment Σ a_j y_j x_j and the square
/// Σ a_j y_j². Every entry is a chain of fused multiply-adds in the order of the ratings, at any vector width, so the bits do
/// not depend on the processor.
/// </summary>
internal static unsafe class GramKernel
{
    private const int Rank = FactorLayout.Rank;
    private const int PrefetchDistance = 8;

    /// <param name="ratings">The ratings to sum over.</param>
    /// <param name="gram">Receives 16 × 16 floats by rows; only the upper triangle is meaningful.</param>
    /// <param name="moment">Receives 16 floats.</param>
    /// <returns>Σ a_j y_j².</returns>
    public static float Accumulate(in RatingRun ratings, float* gram, float* moment)
    {
        Debug.Assert(ratings.Count >= 0 && gram != null && moment != null, "The caller checks which rows the ratings refer to.");
        return Vector512.IsHardwareAccelerated
            ? AccumulateWide(ratings, gram, moment)
            : AccumulateNarrow(ratings, gram, moment);
    }

    /// <summary>Runs without 512-bit vectors: a pass over the ratings for each of three tiles that fit the registers.</summary>
    internal static float AccumulateNarrow(in RatingRun ratings, float* gram, float* moment)
    {
        AccumulateTile(ratings, gram, 0, 0);
        AccumulateTile(ratings, gram, 0, 8);
        AccumulateTile(ratings, gram, 8, 8);
        return AccumulateMoment(ratings, moment);
    }

    /// <summary>All sixteen rows of the gram matrix stay in registers; one load and eighteen multiply-adds per rating.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float AccumulateWide(in RatingRun ratings, float* gram, float* moment)
    {
        var (rows, weights, others, values, count, mean) = ratings;
        Vector512<float> g0 = default, g1 = default, g2 = default, g3 = default, g4 = default, g5 = default, g6 = default;
        Vector512<float> g7 = default, g8 = default, g9 = default, g10 = default, g11 = default, g12 = default, g13 = default;
        Vector512<float> g14 = default, g15 = default, b = default;
        var first = Vector512.CreateScalar(-1).AsSingle();
        var one = Vector512.Create(1f);
        var square = 0f;
        for (var p = 0; p < count; p++)
        {
            if (Sse.IsSupported && p + PrefetchDistance < count)
                Sse.Prefetch0(rows + ((nint)others[p + PrefetchDistance] * Rank));
            var other = others[p];
            var row = rows + ((nint)other * Rank);
            var y = values[p] - mean - row[0];
            var a = weights[other];
            var ax = Vector512.ConditionalSelect(first, one, Vector512.Load(row)) * Vector512.Create(a);
            g0 += ax;
            g1 = Vector512.FusedMultiplyAdd(Vector512.Create(row[1]), ax, g1);
            g2 = Vector512.FusedMultiplyAdd(Vector512.Create(row[2]), ax, g2);
            g3 = Vector512.FusedMultiplyAdd(Vector512.Create(row[3]), ax, g3);
            g4 = Vector512.FusedMultiplyAdd(Vector512.Create(row[4]), ax, g4);
            g5 = Vector512.FusedMultiplyAdd(Vector512.Create(row[5]), ax, g5);
            g6 = Vector512.FusedMultiplyAdd(Vector512.Create(row[6]), ax, g6);
            g7 = Vector512.FusedMultiplyAdd(Vector512.Create(row[7]), ax, g7);
            g8 = Vector512.FusedMultiplyAdd(Vector512.Create(row[8]), ax, g8);
            g9 = Vector512.FusedMultiplyAdd(Vector512.Create(row[9]), ax, g9);
            g10 = Vector512.FusedMultiplyAdd(Vector512.Create(row[10]), ax, g10);
            g11 = Vector512.FusedMultiplyAdd(Vector512.Create(row[11]), ax, g11);
            g12 = Vector512.FusedMultiplyAdd(Vector512.Create(row[12]), ax, g12);
            g13 = Vector512.FusedMultiplyAdd(Vector512.Create(row[13]), ax, g13);
            g14 = Vector512.FusedMultiplyAdd(Vector512.Create(row[14]), ax, g14);
            g15 = Vector512.FusedMultiplyAdd(Vector512.Create(row[15]), ax, g15);
            b = Vector512.FusedMultiplyAdd(Vector512.Create(y), ax, b);
            square = MathF.FusedMultiplyAdd(a * y, y, square);
        }

        g0.Store(gram);
        g1.Store(gram + (1 * Rank));
        g2.Store(gram + (2 * Rank));
        g3.Store(gram + (3 * Rank));
        g4.Store(gram + (4 * Rank));
        g5.Store(gram + (5 * Rank));
        g6.Store(gram + (6 * Rank));
        g7.Store(gram + (7 * Rank));
        g8.Store(gram + (8 * Rank));
        g9.Store(gram + (9 * Rank));
        g10.Store(gram + (10 * Rank));
        g11.Store(gram + (11 * Rank));
        g12.Store(gram + (12 * Rank));
        g13.Store(gram + (13 * Rank));
        g14.Store(gram + (14 * Rank));
        g15.Store(gram + (15 * Rank));
        b.Store(moment);
        return square;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AccumulateTile(in RatingRun ratings, float* gram, int firstRow, int firstColumn)
    {
        var (rows, weights, others, _, count, _) = ratings;
        Vector256<float> g0 = default, g1 = default, g2 = default, g3 = default, g4 = default, g5 = default, g6 = default;
        Vector256<float> g7 = default;
        var biasColumn = firstColumn == 0 ? Vector256.CreateScalar(-1).AsSingle() : default;
        var one = Vector256.Create(1f);
        for (var p = 0; p < count; p++)
        {
            var other = others[p];
            var row = rows + ((nint)other * Rank);
            var x = row + firstRow;
            var ax = Vector256.ConditionalSelect(biasColumn, one, Vector256.Load(row + firstColumn))
                * Vector256.Create(weights[other]);
            g0 = firstRow == 0 ? g0 + ax : Vector256.FusedMultiplyAdd(Vector256.Create(x[0]), ax, g0);
            g1 = Vector256.FusedMultiplyAdd(Vector256.Create(x[1]), ax, g1);
            g2 = Vector256.FusedMultiplyAdd(Vector256.Create(x[2]), ax, g2);
            g3 = Vector256.FusedMultiplyAdd(Vector256.Create(x[3]), ax, g3);
            g4 = Vector256.FusedMultiplyAdd(Vector256.Create(x[4]), ax, g4);
            g5 = Vector256.FusedMultiplyAdd(Vector256.Create(x[5]), ax, g5);
            g6 = Vector256.FusedMultiplyAdd(Vector256.Create(x[6]), ax, g6);
            g7 = Vector256.FusedMultiplyAdd(Vector256.Create(x[7]), ax, g7);
        }

        var tile = gram + (firstRow * Rank) + firstColumn;
        g0.Store(tile);
        g1.Store(tile + (1 * Rank));
        g2.Store(tile + (2 * Rank));
        g3.Store(tile + (3 * Rank));
        g4.Store(tile + (4 * Rank));
        g5.Store(tile + (5 * Rank));
        g6.Store(tile + (6 * Rank));
        g7.Store(tile + (7 * Rank));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float AccumulateMoment(in RatingRun ratings, float* moment)
    {
        var (rows, weights, others, values, count, mean) = ratings;
        Vector256<float> low = default, high = default;
        var first = Vector256.CreateScalar(-1).AsSingle();
        var one = Vector256.Create(1f);
        var square = 0f;
        for (var p = 0; p < count; p++)
        {
            var other = others[p];
            var row = rows + ((nint)other * Rank);
            var y = values[p] - mean - row[0];
            var a = weights[other];
            var ax = Vector256.ConditionalSelect(first, one, Vector256.Load(row)) * Vector256.Create(a);
            low = Vector256.FusedMultiplyAdd(Vector256.Create(y), ax, low);
            high = Vector256.FusedMultiplyAdd(Vector256.Create(y), Vector256.Load(row + 8) * Vector256.Create(a), high);
            square = MathF.FusedMultiplyAdd(a * y, y, square);
        }

        low.Store(moment);
        high.Store(moment + 8);
        return square;
    }
}
