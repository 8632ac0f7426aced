namespace Recofilm.Core.Collaborative.Svd.Features;

/// <summary>
/// Piecewise linear functions as a basis: knots at equal distances, each with a "hat" that is 1 at its own knot and falls to
/// 0 at its neighbours; a value lies between two knots and is split between them. Beyond the ends the last knot holds.
/// </summary>
/// <param name="First">Where the first knot lies.</param>
/// <param name="Step">Distance between knots, positive.</param>
/// <param name="Knots">How many knots, at least 1.</param>
internal readonly record struct HatBasis(double First, double Step, int Knots)
{
    /// <summary>Knots at multiples of <paramref name="step"/> that enclose a range.</summary>
    public static HatBasis Covering(double minimum, double maximum, double step)
    {
        var first = Math.Floor(minimum / step) * step;
        var last = Math.Ceiling(maximum / step) * step;
        return new HatBasis(first, step, (int)Math.Round((last - first) / step) + 1);
    }

    /// <summary>The knot at or below a value, and the share of the next one.</summary>
    public (int Knot, float NextShare) Split(double value)
    {
        var place = Math.Clamp((value - First) / Step, 0, Knots - 1);
        var knot = Math.Min((int)place, Knots - 1);
        return (knot, (float)(place - knot));
    }
}
