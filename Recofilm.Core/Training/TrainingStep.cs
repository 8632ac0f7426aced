namespace Recofilm.Core.Training;

/// <summary>The steps of a training run, in their order.</summary>
public enum TrainingStep
{
    /// <summary>Read movies and ratings.</summary>
    Read,

    /// <summary>Compare data, parameters and recipe with those of the champion.</summary>
    Fingerprint,

    /// <summary>Fit the models to everything.</summary>
    Train,

    /// <summary>Fit them to a part and measure on the rest.</summary>
    Evaluate,

    /// <summary>Compare what was measured with the champion's figures.</summary>
    Gate,

    /// <summary>Write the version and make it champion.</summary>
    Publish,

    /// <summary>Record the outcome and delete old versions.</summary>
    Record,
}
