namespace Recofilm.Core.Evaluation;

/// <summary>A mean over a sample and how far chance may have moved it.</summary>
/// <param name="Mean">The sample's mean; 0 for an empty sample.</param>
/// <param name="StandardError">Sample standard deviation (n − 1) over √n; 0 for fewer than two values.</param>
public readonly record struct Estimate(double Mean, double StandardError)
{
    /// <summary>Estimates from values, summed in their order.</summary>
    public static Estimate Of(ReadOnlySpan<double> values)
    {
        if (values.IsEmpty)
            return default;
        double sum = 0;
        foreach (var value in values)
            sum += value;
        var mean = sum / values.Length;
        if (values.Length == 1)
            return new Estimate(mean, 0);

        double squares = 0;
        foreach (var value in values)
            squares += (value - mean) * (value - mean);
        return new Estimate(mean, Math.Sqrt(squares / (values.Length - 1) / values.Length));
    }
}
