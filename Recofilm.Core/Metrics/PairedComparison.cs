namespace Recofilm.Core.Metrics;

/// <summary>Compares two models on the same users by Student's paired t test.</summary>
/// <param name="Difference">Mean of first minus second.</param>
/// <param name="T">The difference over its standard error; 0 when every pair is equal.</param>
/// <param name="DegreesOfFreedom">Pairs − 1.</param>
public readonly record struct PairedComparison(double Difference, double T, int DegreesOfFreedom)
{
    /// <summary>The probability of a |t| at least this large between equal models.</summary>
    public double PValue => T == 0 || DegreesOfFreedom < 1 ? 1 : StudentDistribution.TwoSided(T, DegreesOfFreedom);

    /// <summary>Compares two models by user.</summary>
    /// <param name="first">One value per user.</param>
    /// <param name="second">One value for each of the same users.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static PairedComparison Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second) =>
        Of(first, second, Enumerable.Range(0, first.Length).ToArray());

    /// <summary>Compares two models by user, where some users have several values.</summary>
    /// <param name="first">One value per list.</param>
    /// <param name="second">One value for each of the same lists.</param>
    /// <param name="users">The user of each list.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static PairedComparison Of(ReadOnlySpan<double> first, ReadOnlySpan<double> second, ReadOnlySpan<int> users)
    {
        if (first.Length != second.Length)
            throw new ArgumentException("A paired comparison needs the same users on both sides.", nameof(second));
        var differences = new double[first.Length];
        for (var i = 0; i < differences.Length; i++)
            differences[i] = first[i] - second[i];
        var estimate = MeanEstimate.Of(differences, users);
        var t = estimate.StandardError == 0 ? 0 : estimate.Mean / estimate.StandardError;
        return new PairedComparison(estimate.Mean, t, Math.Max(0, users.ToArray().Distinct().Count() - 1));
    }
}
