namespace Recofilm.Core.Metrics;

/// <summary>The errors of a model on ratings it had not seen, one entry per fold.</summary>
/// <param name="FoldRmse">Root mean squared error by fold, in stars.</param>
/// <param name="FoldMae">Mean absolute error by fold, in stars.</param>
/// <param name="FoldFitSeconds">Wall-clock seconds of training by fold.</param>
public sealed record RatingResult(double[] FoldRmse, double[] FoldMae, double[] FoldFitSeconds)
{
    /// <summary>Mean of <see cref="FoldRmse"/>.</summary>
    public double Rmse => FoldRmse.Average();

    /// <summary>Mean of <see cref="FoldMae"/>.</summary>
    public double Mae => FoldMae.Average();

    /// <summary>Mean of <see cref="FoldFitSeconds"/>.</summary>
    public double FitSeconds => FoldFitSeconds.Average();
}
