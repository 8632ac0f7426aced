using System.Runtime.Intrinsics;

namespace Recofilm.Core.Hybrid.Features;

/// <summary>The <see cref="RankingFeature"/>s of a request's candidates, one column per feature.</summary>
/// <param name="values">Feature f of candidate c at f × stride + c.</param>
/// <param name="stride">The distance from one column to the next; at least the number of candidates.</param>
/// <param name="count">Number of candidates.</param>
internal readonly ref struct FeatureColumns(Span<float> values, int stride, int count)
{
    /// <summary>With strides that are multiples of this, the tree ensemble scores all candidates in whole vectors.</summary>
    public static readonly int Alignment = Vector256<float>.Count;

    private readonly Span<float> _values = values;

    /// <summary>Returns one feature of all candidates.</summary>
    public Span<float> this[RankingFeature feature] => _values.Slice((int)feature * stride, count);
}
