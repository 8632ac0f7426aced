namespace Recofilm.Core.Database.Training;

/// <summary>The log of training runs in numbers.</summary>
/// <param name="Runs">How many ended how.</param>
/// <param name="LatestMetrics">What the latest run that measured anything measured, by name.</param>
public sealed record TrainingRunSummary(
    IReadOnlyList<TrainingRunCount> Runs, IReadOnlyDictionary<string, double> LatestMetrics);

/// <summary>Ended runs of one trigger and status.</summary>
/// <param name="Trigger">What started them, such as "timer".</param>
/// <param name="Status">How they ended, such as "published".</param>
/// <param name="Count">How many there are.</param>
public sealed record TrainingRunCount(string Trigger, string Status, long Count);
