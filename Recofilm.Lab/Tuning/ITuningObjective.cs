using Recofilm.Core.Fitting;

namespace Recofilm.Lab.Tuning;

/// <summary>Measures the quality of options from training data alone.</summary>
public interface ITuningObjective
{
    /// <summary>Trains models and measures them.</summary>
    /// <param name="options">The options of the training; the same options give the same measures.</param>
    /// <param name="cancellationToken">Stops the training and the measurement.</param>
    TuningMeasures Measure(ModelOptions options, CancellationToken cancellationToken);
}

/// <summary>The quality of options.</summary>
/// <param name="Score">The value that the search maximises.</param>
/// <param name="Values">The parts of the score by name.</param>
/// <param name="ByUser">
/// For measures that are means over users, one value per user; the same users in the same order for all options.
/// </param>
public sealed record TuningMeasures(
    double Score, IReadOnlyDictionary<string, double> Values, IReadOnlyDictionary<string, double[]>? ByUser = null);
