using System.Diagnostics;

namespace Recofilm.Core.RatingPrediction.Kernels;

/// <summary>The simple reference for <see cref="GramKernel"/>, against which the kernel is tested.</summary>
internal static unsafe class GramReference
{
    /// <inheritdoc cref="GramKernel.Accumulate"/>
    public static float Accumulate(in RatingRun ratings, float* gram, float* moment)
    {
        Debug.Assert(ratings.Count >= 0 && gram != null && moment != null, "The caller checks which rows the ratings refer to.");
        var rank = ratings.Rank;
        new Span<float>(gram, rank * rank).Clear();
        new Span<float>(moment, rank).Clear();
        Span<float> x = stackalloc float[rank];
        var square = 0f;
        for (var p = 0; p < ratings.Count; p++)
        {
            var other = ratings.Others[p];
            new ReadOnlySpan<float>(ratings.Rows + (other * rank), rank).CopyTo(x);
            var y = ratings.Values[p] - ratings.Mean - x[0];
            var a = ratings.Weights[other];
            x[0] = 1;
            for (var i = 0; i < rank; i++)
            {
                for (var j = i; j < rank; j++)
                    gram[(i * rank) + j] += a * x[i] * x[j];
                moment[i] += a * y * x[i];
            }

            square += a * y * y;
        }

        return square;
    }
}
