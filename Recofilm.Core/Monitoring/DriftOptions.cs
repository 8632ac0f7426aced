using Recofilm.Core.Configuration;

namespace Recofilm.Core.Monitoring;

/// <summary>The limits beyond which users' behaviour shows that the champion has become worse: <c>Recofilm:Drift</c>.</summary>
public sealed class DriftOptions : IValidatedOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Recofilm:Drift";

    /// <summary>The length of the time span that is examined, which ends now: 1 second to 30 days.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromDays(1);

    /// <summary>The length of the time span before it, with which it is compared: 1 second to 365 days.</summary>
    public TimeSpan ReferencePeriod { get; set; } = TimeSpan.FromDays(14);

    /// <summary>The tolerated rise of the prequential RMSE as a share of its reference: above 0, at most 10.</summary>
    public double RmseBand { get; set; } = 0.1;

    /// <summary>The tolerated fall of the hit rate as a share of its reference: above 0, at most 1.</summary>
    public double HitRateBand { get; set; } = 0.25;

    /// <summary>The time that a measure must be outside its band before it counts as drift: up to 7 days.</summary>
    public TimeSpan HoldTime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>The smallest number of users from which drift is concluded: at least 2.</summary>
    public int MinimumUsers { get; set; } = 30;

    /// <summary>
    /// The number of standard errors by which a champion must be worse than its predecessor to be rolled back: 2 to 100. It is
    /// high by default because the comparison is repeated often.
    /// </summary>
    public double RollbackStandardErrors { get; set; } = 4;

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (Window < TimeSpan.FromSeconds(1) || Window > TimeSpan.FromDays(30))
            yield return $"{Section}:Window must be 00:00:01 to 30.00:00:00; got {Window}.";
        if (ReferencePeriod < TimeSpan.FromSeconds(1) || ReferencePeriod > TimeSpan.FromDays(365))
            yield return $"{Section}:ReferencePeriod must be 00:00:01 to 365.00:00:00; got {ReferencePeriod}.";
        if (!(RmseBand is > 0 and <= 10))
            yield return FormattableString.Invariant($"{Section}:RmseBand must be above 0 and at most 10; got {RmseBand}.");
        if (!(HitRateBand is > 0 and <= 1))
            yield return FormattableString.Invariant($"{Section}:HitRateBand must be above 0 and at most 1; got {HitRateBand}.");
        if (HoldTime < TimeSpan.Zero || HoldTime > TimeSpan.FromDays(7))
            yield return $"{Section}:HoldTime must be 00:00:00 to 7.00:00:00; got {HoldTime}.";
        if (MinimumUsers < 2)
            yield return $"{Section}:MinimumUsers must be at least 2; got {MinimumUsers}.";
        if (!(RollbackStandardErrors is >= 2 and <= 100))
        {
            yield return FormattableString.Invariant(
                $"{Section}:RollbackStandardErrors must be 2 to 100; got {RollbackStandardErrors}.");
        }
    }
}
