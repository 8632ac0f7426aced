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
    private const int BlockRows = 512;

    /// <summary>Computes Σ v vᵀ over the given rows of D floats, D × D, symmetric.</summary>
    public static double[] SecondMoment(ReadOnlySpan<int> rows, AlignedFloats factors, int rank)
    {
        var sum = new double[rank * rank];
        Span<float> block = stackalloc float[rank * rank];
        fixed (float* target = block)
        {
            for (var first = 0; first < rows.Length; first += BlockRows)
            {
                block.Clear();
                foreach (var row in rows.Slice(first, Math.Min(BlockRows, rows.Length - first)))
                {
                    Debug.Assert((uint)row < (uint)(factors.Length / rank), "The row lies among the factors.");
                    AddOuterProduct(factors.Pointer + ((nint)row * rank), target, rank);
                }

                for (var entry = 0; entry < sum.Length; entry++)
                    sum[entry] += block[entry];
            }
        }

        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddOuterProduct(float* row, float* target, int rank)
    {
        Debug.Assert(row != null && target != null && rank % (2 * Vector256<float>.Count) == 0, "A row is pairs of vectors.");
        for (var column = 0; column < rank; column += 16)
        {
            var low = Vector256.Load(row + column);
            var high = Vector256.Load(row + column + 8);
            var place = target + column;
            for (var i = 0; i < rank; i++, place += rank)
            {
                var scale = Vector256.Create(row[i]);
                Vector256.FusedMultiplyAdd(scale, low, Vector256.Load(place)).Store(place);
                Vector256.FusedMultiplyAdd(scale, high, Vector256.Load(place + 8)).Store(place + 8);
            }
        }
    }
}
