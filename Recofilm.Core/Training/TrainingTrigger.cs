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
}
