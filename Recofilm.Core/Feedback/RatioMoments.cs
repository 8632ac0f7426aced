namespace Recofilm.Core.Feedback;

/// <summary>
/// Sums over users of a numerator x and a denominator y, from which the ratio Σx / Σy and its linearised (Taylor) standard
/// error follow: √(n/(n−1) · Σ(x − r y)²) / Σy (Cochran, Sampling Techniques, §2.11 and §6.4).
/// </summary>
/// <param name="Users">Users with y above 0.</param>
/// <param name="X">Σx.</param>
/// <param name="Y">Σy.</param>
/// <param name="XX">Σx².</param>
/// <param name="XY">Σxy.</param>
/// <param name="YY">Σy².</param>
public readonly record struct RatioMoments(long Users, double X, double Y, double XX, double XY, double YY)
{
    /// <summary>Returns the moments with one more user.</summary>
    public RatioMoments Add(double x, double y) => y == 0
        ? this
        : new RatioMoments(Users + 1, X + x, Y + y, XX + (x * x), XY + (x * y), YY + (y * y));

    /// <summary>Returns the ratio, or <see langword="null"/> without observations.</summary>
    public Estimate? Ratio()
    {
        if (Y == 0)
            return null;
        var ratio = X / Y;
        double? error = Users < 2
            ? null
            : Math.Sqrt(Math.Max(0, XX - (2 * ratio * XY) + (ratio * ratio * YY)) * Users / (Users - 1)) / Y;
        return new Estimate(ratio, error, (long)Math.Round(Y));
    }

    /// <summary>
    /// Returns the root of the ratio, for squared errors, with a standard error by the derivative of the root.
    /// </summary>
    public Estimate? RootRatio()
    {
        if (Ratio() is not { } mean)
            return null;
        var root = Math.Sqrt(mean.Value);
        return new Estimate(root, root > 0 ? mean.StandardError / (2 * root) : null, mean.Count);
    }
}
