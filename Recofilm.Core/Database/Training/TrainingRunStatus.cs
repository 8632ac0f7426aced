namespace Recofilm.Core.Database.Training;

/// <summary>How far a training run has come.</summary>
public enum TrainingRunStatus
{
    /// <summary>Not finished.</summary>
    Running,

    /// <summary>A new model version serves.</summary>
    Published,

    /// <summary>The data and parameters are those of the serving version; nothing was published.</summary>
    Unchanged,

    /// <summary>The gate kept the serving version.</summary>
    Refused,

    /// <summary>A step failed; the error says why.</summary>
    Failed,
}
