using Recofilm.Core.Feedback;

namespace Recofilm.Core.Monitoring;

/// <summary>One measure at two times or of two models, from different users.</summary>
/// <param name="Measure">The name of the measure, such as <c>hit_rate</c>.</param>
/// <param name="Before">The reference value.</param>
/// <param name="After">The value that is compared with it.</param>
/// <param name="StandardErrors">The deterioration in standard errors of the difference; negative when it is better.</param>
public sealed record OnlineComparison(string Measure, double Before, double After, double StandardErrors)
{
    /// <summary>The share of lists with a hit.</summary>
    public const string HitRate = "hit_rate";

    /// <summary>The error of predictions made before the rating was given.</summary>
    public const string PrequentialRmse = "prequential_rmse";

    /// <summary>The deterioration as a share of <see cref="Before"/>; negative when it is better.</summary>
    public double Loss => Before == 0 ? 0 : (Measure == PrequentialRmse ? After - Before : Before - After) / Before;

    /// <summary>Compares the measures for which both records have enough users.</summary>
    /// <param name="before">The reference record.</param>
    /// <param name="after">The record that is compared with it.</param>
    /// <param name="minimumUsers">The smallest number of users in each record, at least 2.</param>
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
