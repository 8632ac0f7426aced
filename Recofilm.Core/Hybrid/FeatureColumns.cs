using System.Runtime.Intrinsics;

namespace Recofilm.Core.Hybrid;

/// <summary>The <see cref="RankingFeature"/>s of a request's candidates, one column a feature.</summary>
/// <param name="values">Feature f of candidate c at f × stride + c.</param>
/// <param name="stride">From a column to the next; at least the number of candidates.</param>
/// <param name="count">Number of candidates.</param>
internal readonly ref struct FeatureColumns(Span<float> values, int stride, int count)
{
    /// <summary>The strides of which a forest scores all candidates by whole vectors are multiples of this.</summary>
    public static readonly int Alignment = Vector256<float>.Count;

    private readonly Span<float> _values = values;

    /// <summary>One feature of all candidates.</summary>
    public Span<float> this[RankingFeature feature] => _values.Slice((int)feature * stride, count);
}
