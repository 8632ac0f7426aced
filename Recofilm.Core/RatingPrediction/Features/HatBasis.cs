namespace Recofilm.Core.RatingPrediction.Features;

/// <summary>
/// A basis of piecewise linear functions: knots at equal distances, each with a "hat" that is 1 at its own knot and falls to
/// 0 at its neighbours. A value is split between the two knots around it. A value beyond an end belongs to the knot at that end.
/// </summary>
/// <param name="First">The position of the first knot.</param>
/// <param name="Step">The distance between knots, positive.</param>
/// <param name="Knots">The number of knots, at least 1.</param>
internal readonly record struct HatBasis(double First, double Step, int Knots)
{
    /// <summary>Places knots at multiples of <paramref name="step"/> that enclose a range.</summary>
    public static HatBasis Covering(double minimum, double maximum, double step)
    {
        var first = Math.Floor(minimum / step) * step;
        var last = Math.Ceiling(maximum / step) * step;
        return new HatBasis(first, step, (int)Math.Round((last - first) / step) + 1);
    }

    /// <summary>Finds the knot at or below a value, and the share of the next one.</summary>
    public (int Knot, float NextShare) Split(double value)
    {
        var place = Math.Clamp((value - First) / Step, 0, Knots - 1);
        var knot = Math.Min((int)place, Knots - 1);
        return (knot, (float)(place - knot));
    }
}
