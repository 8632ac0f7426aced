namespace Recofilm.Core.Training;

/// <summary>What started a training run.</summary>
public enum TrainingTrigger
{
    /// <summary>The nightly timer.</summary>
    Timer,

    /// <summary>An operator over HTTP.</summary>
    Operator,

    /// <summary>The command line.</summary>
    CommandLine,

    /// <summary>Enough new ratings since the champion: a partial training.</summary>
    Feedback,

    /// <summary>What users do has left the champion's band.</summary>
    Drift,
}
