namespace Recofilm.Core.Training;

/// <summary>How a training run decides, measures and tidies: <c>Recofilm:Training</c>.</summary>
public sealed class TrainingOptions : IValidatedOptions
{
    /// <summary>The section of the configuration.</summary>
    public const string Section = "Recofilm:Training";

    /// <summary>How many versions stay in the registry besides the champion and its predecessor: 2 to 1,000.</summary>
    public int KeepVersions { get; set; } = 10;

    /// <summary>How many stars a candidate's RMSE may lie above the champion's: 0 to 1.</summary>
    public double RmseTolerance { get; set; } = 0.01;

    /// <summary>How far a candidate's NDCG@10 may lie below the champion's; two standard errors at least: 0 to 1.</summary>
    public double NdcgTolerance { get; set; } = 0.01;

    /// <summary>
    /// Above this many ratings the evaluation fits and measures on a sample of users with about as many, the same users
    /// every night: 10,000 or more.
    /// </summary>
    public int EvaluationRatings { get; set; } = 2_000_000;

    /// <summary>How long a killed run keeps others from starting: 15 to 60 seconds.</summary>
    public TimeSpan LeaseDuration { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>Threads that training and evaluation may use; 0 for one a processor.</summary>
    public int Threads { get; set; }

    /// <inheritdoc/>
    public IEnumerable<string> Problems()
    {
        if (KeepVersions is < 2 or > 1_000)
            yield return $"{Section}:KeepVersions must be 2 to 1000; it is {KeepVersions}.";
        if (!(RmseTolerance is >= 0 and <= 1))
            yield return $"{Section}:RmseTolerance must be 0 to 1; it is {RmseTolerance}.";
        if (!(NdcgTolerance is >= 0 and <= 1))
            yield return $"{Section}:NdcgTolerance must be 0 to 1; it is {NdcgTolerance}.";
        if (EvaluationRatings < 10_000)
            yield return $"{Section}:EvaluationRatings must be at least 10000; it is {EvaluationRatings}.";
        if (LeaseDuration < TimeSpan.FromSeconds(15) || LeaseDuration > TimeSpan.FromSeconds(60))
            yield return $"{Section}:LeaseDuration must be 00:00:15 to 00:01:00; it is {LeaseDuration}.";
        if (Threads < 0)
            yield return $"{Section}:Threads must be at least 0; it is {Threads}.";
    }
}
