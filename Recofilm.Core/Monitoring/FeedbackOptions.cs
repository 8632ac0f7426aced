using Cronos;
using Recofilm.Core.Configuration;

namespace Recofilm.Core.Monitoring;

/// <summary>
/// The limits at which new ratings start a partial training: <c>Recofilm:Feedback</c>. Both must be reached.
/// </summary>
public sealed class FeedbackOptions : IValidatedOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Recofilm:Feedback";

    /// <summary>The smallest number of new ratings: at least 1.</summary>
    public int MinimumRatings { get; set; } = 1_000;

    /// <summary>The smallest number of new ratings as a share of those that the champion learned from: 0 to 1.</summary>
    public double MinimumShare { get; set; } = 0.001;

    /// <summary>
    /// The schedule on which the program evaluates users' feedback: six fields of cron, seconds first, in UTC. The Functions
    /// host resolves the same setting itself and has no default.
    /// </summary>
    public string Schedule { get; set; } = "0 */15 * * * *";

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (!CronExpression.TryParse(Schedule, CronFormat.IncludeSeconds, out _))
            yield return
                $"{Section}:Schedule must be six fields of cron, seconds first, such as '0 */15 * * * *'; got '{Schedule}'.";
        if (MinimumRatings < 1)
            yield return $"{Section}:MinimumRatings must be at least 1; got {MinimumRatings}.";
        if (!(MinimumShare is >= 0 and <= 1))
            yield return FormattableString.Invariant($"{Section}:MinimumShare must be 0 to 1; got {MinimumShare}.");
    }
}
