namespace Recofilm.Core.Fitting;

/// <summary>The version of the training code.</summary>
public static class ModelRecipe
{
    /// <summary>
    /// The recipe version, raised with every change after which the same data and options make other models. When it differs from
    /// the champion's, an equal training is not skipped and a partial one starts over; a deployment that keeps it costs neither.
    /// </summary>
    public const int Version = 4;
}
