using System.Text.RegularExpressions;
using Cronos;
using Recofilm.Core.Configuration;

namespace Recofilm.Core.Training;

/// <summary>The options of training runs: <c>Recofilm:Training</c>.</summary>
public sealed partial class TrainingOptions : IValidatedOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Recofilm:Training";

    /// <summary>The number of versions to keep in the registry, plus the champion and its predecessor: 2 to 1,000.</summary>
    public int KeepVersions { get; set; } = 10;

    /// <summary>The tolerated rise of a candidate's RMSE over the champion's, in stars: 0 to 1.</summary>
    public double RmseTolerance { get; set; } = 0.01;

    /// <summary>The tolerated fall of a candidate's NDCG@10 below the champion's; two standard errors at least: 0 to 1.</summary>
    public double NdcgTolerance { get; set; } = 0.01;

    /// <summary>
    /// The largest number of ratings that the evaluation uses. Above it, the evaluation fits and measures on a sample of users
    /// with about as many ratings, the same users every night: 10,000 or more.
    /// </summary>
    public int EvaluationRatings { get; set; } = 2_000_000;

    /// <summary>The time for which a killed run keeps others from starting: 15 to 60 seconds.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>The number of threads for training and evaluation; 0 uses one a processor.</summary>
    public int Threads { get; set; }

    /// <summary>
    /// Whether trainings use few sweeps, splits and trees: they take a fraction of the time and make somewhat worse lists. For
    /// test environments of a platform.
    /// </summary>
    public bool Quick { get; set; }

    /// <summary>
    /// The name of the queue in which trainings wait, in the storage account of <c>Recofilm:Storage</c>. The Functions host reads
    /// the same setting.
    /// </summary>
    public string Queue { get; set; } = "recofilm-training";

    /// <summary>The interval at which the program polls the queue without a Functions host: 100 milliseconds to 1 hour.</summary>
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// The time for which a message stays hidden after its process died, without a Functions host (which uses ten minutes):
    /// 15 seconds to 1 day.
    /// </summary>
    public TimeSpan VisibilityTimeout { get; set; } = TimeSpan.FromMinutes(5);

    /// <summary>The schedule of the nightly training: six fields of cron, seconds first, in UTC.</summary>
    public string Schedule { get; set; } = "0 15 3 * * *";

    /// <summary>The delay of the nightly training after which a serving instance asks for it: 1 minute to 30 days.</summary>
    public TimeSpan OverdueMargin { get; set; } = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (!QueueName().IsMatch(Queue))
            yield return $"{Section}:Queue must be 3 to 56 lowercase letters, digits and single hyphens; got '{Queue}'.";
        if (PollInterval < TimeSpan.FromMilliseconds(100) || PollInterval > TimeSpan.FromHours(1))
            yield return $"{Section}:PollInterval must be 00:00:00.1 to 01:00:00; got {PollInterval}.";
        if (VisibilityTimeout < TimeSpan.FromSeconds(15) || VisibilityTimeout > TimeSpan.FromDays(1))
            yield return $"{Section}:VisibilityTimeout must be 00:00:15 to 1.00:00:00; got {VisibilityTimeout}.";
        if (!CronExpression.TryParse(Schedule, CronFormat.IncludeSeconds, out _))
            yield return $"{Section}:Schedule must be six fields of cron, seconds first, as in '0 15 3 * * *'; got '{Schedule}'.";
        if (OverdueMargin < TimeSpan.FromMinutes(1) || OverdueMargin > TimeSpan.FromDays(30))
            yield return $"{Section}:OverdueMargin must be 00:01:00 to 30.00:00:00; got {OverdueMargin}.";
        if (KeepVersions is < 2 or > 1_000)
            yield return $"{Section}:KeepVersions must be 2 to 1000; got {KeepVersions}.";
        if (!(RmseTolerance is >= 0 and <= 1))
            yield return $"{Section}:RmseTolerance must be 0 to 1; got {RmseTolerance}.";
        if (!(NdcgTolerance is >= 0 and <= 1))
            yield return $"{Section}:NdcgTolerance must be 0 to 1; got {NdcgTolerance}.";
        if (EvaluationRatings < 10_000)
            yield return $"{Section}:EvaluationRatings must be at least 10000; got {EvaluationRatings}.";
        if (LeaseDuration < TimeSpan.FromSeconds(15) || LeaseDuration > TimeSpan.FromSeconds(60))
            yield return $"{Section}:LeaseDuration must be 00:00:15 to 00:01:00; got {LeaseDuration}.";
        if (Threads < 0)
            yield return $"{Section}:Threads must be at least 0; got {Threads}.";
    }

    // Leaves room for the suffix of the poison queue within the service's 63 characters.
    [GeneratedRegex(@"^(?=.{3,56}\z)[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex QueueName();
}
