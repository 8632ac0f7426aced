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
    private const int PrefetchDistance = 8;

    /// <param name="ratings">The ratings to sum over.</param>
    /// <param name="gram">Receives D × D floats by rows; only the upper triangle is meaningful.</param>
    /// <param name="moment">Receives D floats.</param>
    /// <returns>Σ a_j y_j².</returns>
    public static float Accumulate(in RatingRun ratings, float* gram, float* moment)
    {
        Debug.Assert(ratings.Count >= 0 && gram != null && moment != null, "The caller checks which rows the ratings refer to.");
        return Vector512.IsHardwareAccelerated
            ? AccumulateWide(ratings, gram, moment)
            : AccumulateNarrow(ratings, gram, moment);
    }

    /// <summary>Runs without 512-bit vectors: a pass over the ratings for each tile of eight rows and columns.</summary>
    internal static float AccumulateNarrow(in RatingRun ratings, float* gram, float* moment)
    {
        for (var row = 0; row < ratings.Rank; row += Vector256<float>.Count)
        {
            for (var column = row; column < ratings.Rank; column += Vector256<float>.Count)
                AccumulateTile(ratings, gram, row, column);
        }

        var square = 0f;
        for (var column = 0; column < ratings.Rank; column += Vector512<float>.Count)
            square = AccumulateMoment(ratings, moment, column);
        return square;
    }

    /// <summary>Runs with 512-bit vectors: a pass over the ratings for every sixteen vectors of the upper triangle.</summary>
    internal static float AccumulateWide(in RatingRun ratings, float* gram, float* moment)
    {
        if (ratings.Rank == FactorLayout.NarrowRank)
            return AccumulateWideTile(ratings, gram, moment, 0);
        AccumulateBand(ratings, gram, moment, 0);
        AccumulateBand(ratings, gram, moment, 8);
        return AccumulateWideTile(ratings, gram, moment, 16);
    }

    /// <summary>
    /// Sixteen rows and columns on the diagonal, which stay in registers: one load and eighteen multiply-adds per rating, the
    /// columns' moment included.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float AccumulateWideTile(in RatingRun ratings, float* gram, float* moment, int first)
    {
        var rank = ratings.Rank;
        var (rows, weights, others, values, count, mean) = ratings;
        Vector512<float> g0 = default, g1 = default, g2 = default, g3 = default, g4 = default, g5 = default, g6 = default;
        Vector512<float> g7 = default, g8 = default, g9 = default, g10 = default, g11 = default, g12 = default, g13 = default;
        Vector512<float> g14 = default, g15 = default, b = default;
        var biasColumn = first == 0 ? Vector512.CreateScalar(-1).AsSingle() : default;
        var one = Vector512.Create(1f);
        var square = 0f;
        for (var p = 0; p < count; p++)
        {
            if (Sse.IsSupported && p + PrefetchDistance < count)
                Sse.Prefetch0(rows + ((nint)others[p + PrefetchDistance] * rank));
            var other = others[p];
            var row = rows + ((nint)other * rank);
            var y = values[p] - mean - row[0];
            var a = weights[other];
            var x = row + first;
            var ax = Vector512.ConditionalSelect(biasColumn, one, Vector512.Load(row + first)) * Vector512.Create(a);
            g0 = first == 0 ? g0 + ax : Vector512.FusedMultiplyAdd(Vector512.Create(x[0]), ax, g0);
            g1 = Vector512.FusedMultiplyAdd(Vector512.Create(x[1]), ax, g1);
            g2 = Vector512.FusedMultiplyAdd(Vector512.Create(x[2]), ax, g2);
            g3 = Vector512.FusedMultiplyAdd(Vector512.Create(x[3]), ax, g3);
            g4 = Vector512.FusedMultiplyAdd(Vector512.Create(x[4]), ax, g4);
            g5 = Vector512.FusedMultiplyAdd(Vector512.Create(x[5]), ax, g5);
            g6 = Vector512.FusedMultiplyAdd(Vector512.Create(x[6]), ax, g6);
            g7 = Vector512.FusedMultiplyAdd(Vector512.Create(x[7]), ax, g7);
            g8 = Vector512.FusedMultiplyAdd(Vector512.Create(x[8]), ax, g8);
            g9 = Vector512.FusedMultiplyAdd(Vector512.Create(x[9]), ax, g9);
            g10 = Vector512.FusedMultiplyAdd(Vector512.Create(x[10]), ax, g10);
            g11 = Vector512.FusedMultiplyAdd(Vector512.Create(x[11]), ax, g11);
            g12 = Vector512.FusedMultiplyAdd(Vector512.Create(x[12]), ax, g12);
            g13 = Vector512.FusedMultiplyAdd(Vector512.Create(x[13]), ax, g13);
            g14 = Vector512.FusedMultiplyAdd(Vector512.Create(x[14]), ax, g14);
            g15 = Vector512.FusedMultiplyAdd(Vector512.Create(x[15]), ax, g15);
            b = Vector512.FusedMultiplyAdd(Vector512.Create(y), ax, b);
            square = MathF.FusedMultiplyAdd(a * y, y, square);
        }

        var tile = gram + (first * rank) + first;
        g0.Store(tile);
        g1.Store(tile + (1 * rank));
        g2.Store(tile + (2 * rank));
        g3.Store(tile + (3 * rank));
        g4.Store(tile + (4 * rank));
        g5.Store(tile + (5 * rank));
        g6.Store(tile + (6 * rank));
        g7.Store(tile + (7 * rank));
        g8.Store(tile + (8 * rank));
        g9.Store(tile + (9 * rank));
        g10.Store(tile + (10 * rank));
        g11.Store(tile + (11 * rank));
        g12.Store(tile + (12 * rank));
        g13.Store(tile + (13 * rank));
        g14.Store(tile + (14 * rank));
        g15.Store(tile + (15 * rank));
        b.Store(moment + first);
        return square;
    }

    /// <summary>
    /// Eight rows and all 32 columns, so that each factor is loaded for two multiply-adds; the first columns' moment included.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AccumulateBand(in RatingRun ratings, float* gram, float* moment, int firstRow)
    {
        const int rank = FactorLayout.WideRank;
        const int half = rank / 2;
        var (rows, weights, others, values, count, mean) = ratings;
        Vector512<float> g0 = default, g1 = default, g2 = default, g3 = default, g4 = default, g5 = default, g6 = default;
        Vector512<float> g7 = default, h0 = default, h1 = default, h2 = default, h3 = default, h4 = default, h5 = default;
        Vector512<float> h6 = default, h7 = default, b = default;
        var biasColumn = Vector512.CreateScalar(-1).AsSingle();
        var one = Vector512.Create(1f);
        for (var p = 0; p < count; p++)
        {
            if (Sse.IsSupported && p + PrefetchDistance < count)
            {
                var next = rows + ((nint)others[p + PrefetchDistance] * rank);
                Sse.Prefetch0(next);
                Sse.Prefetch0(next + half);
            }

            var other = others[p];
            var row = rows + ((nint)other * rank);
            var y = values[p] - mean - row[0];
            var a = Vector512.Create(weights[other]);
            var x = row + firstRow;
            var ax = Vector512.ConditionalSelect(biasColumn, one, Vector512.Load(row)) * a;
            var az = Vector512.Load(row + half) * a;
            var factor = Vector512.Create(firstRow == 0 ? 1 : x[0]);
            g0 = Vector512.FusedMultiplyAdd(factor, ax, g0);
            h0 = Vector512.FusedMultiplyAdd(factor, az, h0);
            factor = Vector512.Create(x[1]);
            g1 = Vector512.FusedMultiplyAdd(factor, ax, g1);
            h1 = Vector512.FusedMultiplyAdd(factor, az, h1);
            factor = Vector512.Create(x[2]);
            g2 = Vector512.FusedMultiplyAdd(factor, ax, g2);
            h2 = Vector512.FusedMultiplyAdd(factor, az, h2);
            factor = Vector512.Create(x[3]);
            g3 = Vector512.FusedMultiplyAdd(factor, ax, g3);
            h3 = Vector512.FusedMultiplyAdd(factor, az, h3);
            factor = Vector512.Create(x[4]);
            g4 = Vector512.FusedMultiplyAdd(factor, ax, g4);
            h4 = Vector512.FusedMultiplyAdd(factor, az, h4);
            factor = Vector512.Create(x[5]);
            g5 = Vector512.FusedMultiplyAdd(factor, ax, g5);
            h5 = Vector512.FusedMultiplyAdd(factor, az, h5);
            factor = Vector512.Create(x[6]);
            g6 = Vector512.FusedMultiplyAdd(factor, ax, g6);
            h6 = Vector512.FusedMultiplyAdd(factor, az, h6);
            factor = Vector512.Create(x[7]);
            g7 = Vector512.FusedMultiplyAdd(factor, ax, g7);
            h7 = Vector512.FusedMultiplyAdd(factor, az, h7);
            b = Vector512.FusedMultiplyAdd(Vector512.Create(y), ax, b);
        }

        var band = gram + (firstRow * rank);
        g0.Store(band);
        h0.Store(band + half);
        g1.Store(band + (1 * rank));
        h1.Store(band + (1 * rank) + half);
        g2.Store(band + (2 * rank));
        h2.Store(band + (2 * rank) + half);
        g3.Store(band + (3 * rank));
        h3.Store(band + (3 * rank) + half);
        g4.Store(band + (4 * rank));
        h4.Store(band + (4 * rank) + half);
        g5.Store(band + (5 * rank));
        h5.Store(band + (5 * rank) + half);
        g6.Store(band + (6 * rank));
        h6.Store(band + (6 * rank) + half);
        g7.Store(band + (7 * rank));
        h7.Store(band + (7 * rank) + half);
        b.Store(moment);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AccumulateTile(in RatingRun ratings, float* gram, int firstRow, int firstColumn)
    {
        var rank = ratings.Rank;
        var (rows, weights, others, _, count, _) = ratings;
        Vector256<float> g0 = default, g1 = default, g2 = default, g3 = default, g4 = default, g5 = default, g6 = default;
        Vector256<float> g7 = default;
        var biasColumn = firstColumn == 0 ? Vector256.CreateScalar(-1).AsSingle() : default;
        var one = Vector256.Create(1f);
        for (var p = 0; p < count; p++)
        {
            var other = others[p];
            var row = rows + ((nint)other * rank);
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

        var tile = gram + (firstRow * rank) + firstColumn;
        g0.Store(tile);
        g1.Store(tile + (1 * rank));
        g2.Store(tile + (2 * rank));
        g3.Store(tile + (3 * rank));
        g4.Store(tile + (4 * rank));
        g5.Store(tile + (5 * rank));
        g6.Store(tile + (6 * rank));
        g7.Store(tile + (7 * rank));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float AccumulateMoment(in RatingRun ratings, float* moment, int firstColumn)
    {
        var rank = ratings.Rank;
        var (rows, weights, others, values, count, mean) = ratings;
        Vector256<float> low = default, high = default;
        var biasColumn = firstColumn == 0 ? Vector256.CreateScalar(-1).AsSingle() : default;
        var one = Vector256.Create(1f);
        var square = 0f;
        for (var p = 0; p < count; p++)
        {
            var other = others[p];
            var row = rows + ((nint)other * rank);
            var y = values[p] - mean - row[0];
            var a = weights[other];
            var ax = Vector256.ConditionalSelect(biasColumn, one, Vector256.Load(row + firstColumn)) * Vector256.Create(a);
            low = Vector256.FusedMultiplyAdd(Vector256.Create(y), ax, low);
            var ahigh = Vector256.Load(row + firstColumn + 8) * Vector256.Create(a);
            high = Vector256.FusedMultiplyAdd(Vector256.Create(y), ahigh, high);
            square = MathF.FusedMultiplyAdd(a * y, y, square);
        }

        low.Store(moment + firstColumn);
        high.Store(moment + firstColumn + 8);
        return square;
    }
}
