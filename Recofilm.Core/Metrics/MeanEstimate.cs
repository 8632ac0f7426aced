namespace Recofilm.Core.Metrics;

/// <summary>A mean over a sample with its standard error.</summary>
/// <param name="Mean">The sample's mean; 0 for an empty sample.</param>
/// <param name="StandardError">Sample standard deviation (n − 1) over √n; 0 for fewer than two values.</param>
public readonly record struct MeanEstimate(double Mean, double StandardError)
{
    /// <summary>
    /// Estimates the mean of values that come in groups: with e_g the sum of a group's deviations from the mean, G groups and n
    /// values, the standard error is √(G / (G − 1) Σ_g e_g²) / n (Liang &amp; Zeger 1986). It is the plain one where every group
    /// has one value.
    /// </summary>
    /// <param name="values">The values.</param>
    /// <param name="groups">The group of each value, at least 0.</param>
    public static MeanEstimate Of(ReadOnlySpan<double> values, ReadOnlySpan<int> groups)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(groups.Length, values.Length);
        if (values.IsEmpty)
            return default;
        var mean = Of(values).Mean;
        var sums = new SortedDictionary<int, double>();
        for (var place = 0; place < values.Length; place++)
            sums[groups[place]] = sums.GetValueOrDefault(groups[place]) + values[place] - mean;
        if (sums.Count == 1)
            return new MeanEstimate(mean, 0);
        var squares = sums.Values.Sum(sum => sum * sum);
        return new MeanEstimate(mean, Math.Sqrt(squares * sums.Count / (sums.Count - 1.0)) / values.Length);
    }

    /// <summary>Estimates the mean of independent values, summed in their order.</summary>
    public static MeanEstimate Of(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
            return default;
        double sum = 0;
        foreach (var value in values)
            sum += value;
        var mean = sum / values.Length;
        if (values.Length == 1)
            return new MeanEstimate(mean, 0);

        double squares = 0;
        foreach (var value in values)
            squares += (value - mean) * (value - mean);
        return new MeanEstimate(mean, Math.Sqrt(squares / (values.Length - 1) / values.Length));
    }
}
