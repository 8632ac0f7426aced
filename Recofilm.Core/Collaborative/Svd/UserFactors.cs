using System.Runtime.CompilerServices;

namespace Recofilm.Core.Collaborative.Svd;

/// <summary>
/// A user as the rating head sees them: w, D floats, the bias first. Made by <see cref="SvdModel.FoldIn"/> from the ratings
/// they have now, and good for any number of predictions; a value, so that keeping one allocates nothing.
/// </summary>
[InlineArray(FactorLayout.Rank)]
public struct UserFactors
{
    private float _first;
}
