namespace Recofilm.Core.Database.Training;

/// <summary>A run that waits to be trained.</summary>
/// <param name="RunId">The identifier.</param>
/// <param name="Trigger">The cause of the run, such as "operator".</param>
/// <param name="Kind">"full" or "partial".</param>
/// <param name="IsSent">Whether another caller has sent the run's message.</param>
public sealed record QueuedRun(long RunId, string Trigger, string Kind, bool IsSent);
