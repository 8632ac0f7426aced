namespace Recofilm.Core.Database.Training;

/// <summary>A summary of the log of training runs.</summary>
/// <param name="Runs">The number of ended runs by trigger and status.</param>
/// <param name="LatestMetrics">The values of the latest run that measured any, by name.</param>
public sealed record TrainingRunSummary(
    IReadOnlyList<TrainingRunCount> Runs, IReadOnlyDictionary<string, double> LatestMetrics);

/// <summary>The number of ended runs of one trigger and status.</summary>
/// <param name="Trigger">The cause of the runs, such as "timer".</param>
/// <param name="Status">The outcome of the runs, such as "published".</param>
/// <param name="Count">The number of runs.</param>
public sealed record TrainingRunCount(string Trigger, string Status, long Count);
