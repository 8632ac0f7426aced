namespace Recofilm.Core.Metrics;

/// <summary>Tail probabilities of Student's t distribution.</summary>
internal static class StudentDistribution
{
    /// <summary>
    /// Returns P(|T| ≥ |t|). With θ = arctan(t / √ν) the central probability is a finite sum in cos θ and sin θ
    /// (Abramowitz &amp; Stegun 26.7.3 and 26.7.4), exact for whole degrees of freedom.
    /// </summary>
    /// <param name="t">The statistic.</param>
    /// <param name="degreesOfFreedom">ν, at least 1.</param>
    public static double TwoSided(double t, int degreesOfFreedom)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(degreesOfFreedom, 1);
        var theta = Math.Atan(Math.Abs(t) / Math.Sqrt(degreesOfFreedom));
        var cosine = Math.Cos(theta);
        var odd = degreesOfFreedom % 2 == 1;

        // ν odd:  (2/π) (θ + sin θ [cos θ + (2/3) cos³ θ + … up to cos^(ν−2)])
        // ν even: sin θ [1 + (1/2) cos² θ + (1·3)/(2·4) cos⁴ θ + … up to cos^(ν−2)]
        double sum = 0;
        var term = odd ? cosine : 1;
        for (var power = odd ? 1 : 0; power <= degreesOfFreedom - 2; power += 2)
        {
            sum += term;
            term *= cosine * cosine * (power + 1) / (power + 2);
        }

        var central = odd ? 2 / Math.PI * (theta + (Math.Sin(theta) * sum)) : Math.Sin(theta) * sum;
        return Math.Clamp(1 - central, 0, 1);
    }
}
