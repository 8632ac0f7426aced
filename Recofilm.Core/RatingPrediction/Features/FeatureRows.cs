namespace Recofilm.Core.RatingPrediction.Features;

/// <summary>Collects the rows of a <see cref="SparseFeatures"/>; the constant feature 0 is added to every row.</summary>
/// <param name="groups">The group of each feature, the constant's −1 first.</param>
internal sealed class FeatureRows(IReadOnlyList<int> groups)
{
    private readonly List<int> _starts = [0];
    private readonly List<int> _features = [];
    private readonly List<float> _values = [];

    /// <summary>Begins the next row.</summary>
    public void Begin()
    {
        _features.Add(0);
        _values.Add(1);
        _starts.Add(_features.Count);
    }

    /// <summary>Sets a feature of the latest row; leaves out a value of 0.</summary>
    public void Set(int feature, float value)
    {
        if (value == 0)
            return;
        _features.Add(feature);
        _values.Add(value);
        _starts[^1] = _features.Count;
    }

    /// <summary>Sets the two hats that a value lies between; knot 0 is feature <paramref name="first"/>.</summary>
    public void Set(HatBasis basis, int first, double value)
    {
        var (knot, nextShare) = basis.Split(value);
        Set(first + knot, 1 - nextShare);
        Set(first + knot + 1, nextShare);
    }

    /// <summary>Builds the features from the rows so far.</summary>
    public SparseFeatures Build() => new([.. _starts], [.. _features], [.. _values], [.. groups]);
}
