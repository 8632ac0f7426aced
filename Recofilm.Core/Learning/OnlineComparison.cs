using Recofilm.Core.Online;

namespace Recofilm.Core.Learning;

/// <summary>A measure before and after, or of two models, from different users.</summary>
/// <param name="Measure">What is measured, such as <c>hit_rate</c>.</param>
/// <param name="Before">What it is compared with.</param>
/// <param name="After">What is judged.</param>
/// <param name="StandardErrors">How many standard errors of the difference it is worse; negative when better.</param>
public sealed record OnlineComparison(string Measure, double Before, double After, double StandardErrors)
{
    /// <summary>The share of lists with a hit.</summary>
    public const string HitRate = "hit_rate";

    /// <summary>The error of predictions made before the rating was known.</summary>
    public const string PrequentialRmse = "prequential_rmse";

    /// <summary>By which share of <see cref="Before"/> it is worse; negative when better.</summary>
    public double Loss => Before == 0 ? 0 : (Measure == PrequentialRmse ? After - Before : Before - After) / Before;

    /// <summary>Compares whatever both have of enough users.</summary>
    /// <param name="before">What is compared with.</param>
    /// <param name="after">What is judged.</param>
    /// <param name="minimumUsers">Of fewer users, at least 2, nothing is concluded.</param>
    public static IReadOnlyList<OnlineComparison> Of(VersionRecord before, VersionRecord after, int minimumUsers)
    {
        return
        [
            .. Compare(HitRate, before.HitRate, after.HitRate, moments => moments.Ratio()),
            .. Compare(PrequentialRmse, before.SquaredError, after.SquaredError, moments => moments.RootRatio()),
        ];

        IEnumerable<OnlineComparison> Compare(
            string measure, RatioMoments one, RatioMoments other, Func<RatioMoments, Estimate?> estimate)
        {
            if (one.Users < minimumUsers || other.Users < minimumUsers)
                yield break;
            var (was, now) = (estimate(one)!, estimate(other)!);
            var error = Math.Sqrt(Square(was.StandardError) + Square(now.StandardError));
            var worse = measure == PrequentialRmse ? now.Value - was.Value : was.Value - now.Value;
            yield return new OnlineComparison(measure, was.Value, now.Value, error > 0 ? worse / error : 0);
        }

        static double Square(double? value) => (value ?? 0) * (value ?? 0);
    }
}
