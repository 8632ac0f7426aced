namespace Recofilm.Core.Training;

/// <summary>The extent of a training.</summary>
public enum TrainingKind
{
    /// <summary>Trains all models.</summary>
    Full,

    /// <summary>Starts the rating head from the champion's parameters, fits the ranking head anew, and keeps the trees.</summary>
    Partial,

    /// <summary>
    /// All models, with few sweeps and trees and without an evaluation: a training of seconds, for a registry that has no
    /// champion yet. The next full training replaces them.
    /// </summary>
    First,
}

internal static class TrainingKinds
{
    /// <summary>Returns the extent of the training that a trigger asks for.</summary>
    public static TrainingKind Of(TrainingTrigger trigger) =>
        trigger == TrainingTrigger.Feedback ? TrainingKind.Partial : TrainingKind.Full;
}
