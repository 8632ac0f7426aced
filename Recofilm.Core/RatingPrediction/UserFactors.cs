using System.Runtime.CompilerServices;
using Recofilm.Core.RatingPrediction.Kernels;

namespace Recofilm.Core.RatingPrediction;

/// <summary>
/// A user as the rating head sees them: w, the bias first, with zeros from D on.
/// <see cref="BayesianMatrixFactorization.FoldIn"/> computes it from the user's current ratings, and any number of
/// predictions may use it. A value, so that keeping one allocates nothing.
/// </summary>
[InlineArray(FactorLayout.WideRank)]
public struct UserFactors
{
    private float _first;
}
