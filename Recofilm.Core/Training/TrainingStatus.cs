namespace Recofilm.Core.Training;

/// <summary>How a training run ended.</summary>
public enum TrainingStatus
{
    /// <summary>A new version serves.</summary>
    Published,

    /// <summary>Data, parameters and recipe are those of a version that was judged before; nothing was trained.</summary>
    Unchanged,

    /// <summary>The gate kept the champion; the candidate is in the registry with the reason.</summary>
    Refused,

    /// <summary>Another run is under way, here or on another instance; this one did nothing.</summary>
    AlreadyRunning,

    /// <summary>The queued run had ended before, or there is no such run.</summary>
    AlreadyFinished,

    /// <summary>The queued run had been begun as often as allowed and is recorded as failed.</summary>
    GivenUp,
}
