using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Recofilm.Core.RatingPrediction.Kernels;

namespace Recofilm.Core.RatingPrediction;

/// <summary>
/// Sums over a side's factors: fixed blocks in single precision, added up in double precision, in the order of the rows.
/// </summary>
internal static unsafe class FactorMoments
{
    private const int Rank = FactorLayout.Rank;
    private const int BlockRows = 512;

    /// <summary>Computes Σ v vᵀ over the given rows, D × D, symmetric.</summary>
    public static double[] SecondMoment(ReadOnlySpan<int> rows, AlignedFloats factors)
    {
        var sum = new double[Rank * Rank];
        Span<float> block = stackalloc float[Rank * Rank];
        fixed (float* target = block)
        {
            for (var first = 0; first < rows.Length; first += BlockRows)
            {
                block.Clear();
                foreach (var row in rows.Slice(first, Math.Min(BlockRows, rows.Length - first)))
                {
                    Debug.Assert((uint)row < (uint)(factors.Length / Rank), "The row lies among the factors.");
                    AddOuterProduct(factors.Pointer + ((nint)row * Rank), target);
                }

                for (var entry = 0; entry < sum.Length; entry++)
                    sum[entry] += block[entry];
            }
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddOuterProduct(float* row, float* target)
    {
        Debug.Assert(row != null && target != null && Rank == 2 * Vector256<float>.Count, "A row is two vectors.");
        var low = Vector256.Load(row);
        var high = Vector256.Load(row + 8);
        for (var i = 0; i < Rank; i++, target += Rank)
        {
            var scale = Vector256.Create(row[i]);
            Vector256.FusedMultiplyAdd(scale, low, Vector256.Load(target)).Store(target);
            Vector256.FusedMultiplyAdd(scale, high, Vector256.Load(target + 8)).Store(target + 8);
        }
    }
}
