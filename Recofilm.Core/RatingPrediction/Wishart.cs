using Recofilm.Core.Numerics;

namespace Recofilm.Core.RatingPrediction;

/// <summary>Samples the Wishart distribution by Bartlett's decomposition (1933).</summary>
internal static class Wishart
{
    /// <summary>Samples Λ ~ W(S⁻¹, dof), whose mean is dof · S⁻¹.</summary>
    /// <param name="inverseScale">S, n × n, symmetric positive definite.</param>
    /// <param name="n">Dimension.</param>
    /// <param name="degreesOfFreedom">More than n − 1.</param>
    /// <param name="random">The source of the numbers.</param>
    /// <returns>Λ, n × n.</returns>
    public static double[] Sample(ReadOnlySpan<double> inverseScale, int n, double degreesOfFreedom, ref CounterRandom random)
    {
        // S = UᵀU gives S⁻¹ = U⁻¹U⁻ᵀ; with Bartlett's lower-triangular A, Λ = (U⁻¹A)(U⁻¹A)ᵀ.
        var factor = inverseScale.ToArray();
        Cholesky.Factor<double>(factor, n);
        var root = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            random.FillNormal(root.AsSpan(i * n, i));
            root[(i * n) + i] = Math.Sqrt(2 * random.NextGamma((degreesOfFreedom - i) / 2));
        }

        Cholesky.SolveUpper<double>(factor, n, root, n);
        var sample = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                var sum = 0.0;
                for (var k = 0; k < n; k++)
                    sum += root[(i * n) + k] * root[(j * n) + k];
                sample[(i * n) + j] = sample[(j * n) + i] = sum;
            }
        }

        return sample;
    }
}
