namespace Recofilm.Core.Numerics;

/// <summary>Draws from distributions other than the uniform one.</summary>
internal static class RandomDistributions
{
    /// <summary>Draws a standard normal number (Box and Muller 1958).</summary>
    public static double NextNormal(this Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    /// <summary>
    /// Draws a standard Gumbel number: the index of the largest log-weight plus Gumbel number is a draw in proportion to the
    /// weights.
    /// </summary>
    public static double NextGumbel(this Random random) => -Math.Log(-Math.Log(1 - random.NextDouble()));

    /// <summary>Draws an index in proportion to positive weights.</summary>
    public static int NextIndex(this Random random, double[] weights)
    {
        var rest = random.NextDouble() * weights.Sum();
        for (var index = 0; index < weights.Length - 1; index++)
        {
            rest -= weights[index];
            if (rest < 0)
                return index;
        }

        return weights.Length - 1;
    }
}
