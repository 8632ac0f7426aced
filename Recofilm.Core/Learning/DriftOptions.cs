namespace Recofilm.Core.Learning;

/// <summary>When what users do says that the champion has become worse: <c>Recofilm:Drift</c>.</summary>
public sealed class DriftOptions : IValidatedOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Recofilm:Drift";

    /// <summary>The last time span that is looked at: 1 second to 30 days.</summary>
    public TimeSpan Window { get; set; } = TimeSpan.FromDays(1);

    /// <summary>The time before it that it is compared with: 1 second to 365 days.</summary>
    public TimeSpan ReferencePeriod { get; set; } = TimeSpan.FromDays(14);

    /// <summary>By which share of its reference the prequential RMSE may rise: above 0, at most 10.</summary>
    public double RmseBand { get; set; } = 0.1;

    /// <summary>By which share of its reference the hit rate may fall: above 0, at most 1.</summary>
    public double HitRateBand { get; set; } = 0.25;

    /// <summary>How long a measure must be outside its band before that counts: up to 7 days.</summary>
    public TimeSpan HoldTime { get; set; } = TimeSpan.FromHours(1);

    /// <summary>Of fewer users nothing is concluded: at least 2.</summary>
    public int MinimumUsers { get; set; } = 30;

    /// <summary>
    /// How many standard errors worse than its predecessor a champion must be to be rolled back: 2 to 100. Many, for it is
    /// looked at again and again.
    /// </summary>
    public double RollbackStandardErrors { get; set; } = 4;

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (Window < TimeSpan.FromSeconds(1) || Window > TimeSpan.FromDays(30))
            yield return $"{Section}:Window must be 00:00:01 to 30.00:00:00; it is {Window}.";
        if (ReferencePeriod < TimeSpan.FromSeconds(1) || ReferencePeriod > TimeSpan.FromDays(365))
            yield return $"{Section}:ReferencePeriod must be 00:00:01 to 365.00:00:00; it is {ReferencePeriod}.";
        if (!(RmseBand is > 0 and <= 10))
            yield return FormattableString.Invariant($"{Section}:RmseBand must be above 0 and at most 10; it is {RmseBand}.");
        if (!(HitRateBand is > 0 and <= 1))
            yield return FormattableString.Invariant($"{Section}:HitRateBand must be above 0 and at most 1; it is {HitRateBand}.");
        if (HoldTime < TimeSpan.Zero || HoldTime > TimeSpan.FromDays(7))
            yield return $"{Section}:HoldTime must be 00:00:00 to 7.00:00:00; it is {HoldTime}.";
        if (MinimumUsers < 2)
            yield return $"{Section}:MinimumUsers must be at least 2; it is {MinimumUsers}.";
        if (!(RollbackStandardErrors is >= 2 and <= 100))
        {
            yield return FormattableString.Invariant(
                $"{Section}:RollbackStandardErrors must be 2 to 100; it is {RollbackStandardErrors}.");
        }
    }
}
