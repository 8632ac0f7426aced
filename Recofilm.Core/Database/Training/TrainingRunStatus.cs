namespace Recofilm.Core.Database.Training;

/// <summary>The state of a training run.</summary>
public enum TrainingRunStatus
{
    /// <summary>The run waits in the queue, for the first time or because its process is gone.</summary>
    Queued,

    /// <summary>The run is under way.</summary>
    Running,

    /// <summary>A new model version serves.</summary>
    Published,

    /// <summary>The data and parameters equal those of the serving version, so nothing was published.</summary>
    Unchanged,

    /// <summary>The gate kept the serving version.</summary>
    Refused,

    /// <summary>A step failed; the error says why.</summary>
    Failed,
}
