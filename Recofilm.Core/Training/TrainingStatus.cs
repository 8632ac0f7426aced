namespace Recofilm.Core.Training;

/// <summary>How a training run ended.</summary>
public enum TrainingStatus
{
    /// <summary>A new version serves.</summary>
    Published,

    /// <summary>Data, parameters and program are those of a version that was judged before; nothing was trained.</summary>
    Unchanged,

    /// <summary>The gate kept the champion; the candidate is in the registry with the reason.</summary>
    Refused,

    /// <summary>Another run is under way, here or on another instance; this one did nothing.</summary>
    AlreadyRunning,
}
