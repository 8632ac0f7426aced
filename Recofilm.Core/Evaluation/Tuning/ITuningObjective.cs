using Recofilm.Core.Training;

namespace Recofilm.Core.Evaluation.Tuning;

/// <summary>Says how good options are, from training data alone.</summary>
public interface ITuningObjective
{
    /// <summary>Trains and measures.</summary>
    /// <param name="options">How to train; the same options give the same measures.</param>
    /// <param name="cancellationToken">Stops.</param>
    TuningMeasures Measure(ModelOptions options, CancellationToken cancellationToken);
}

/// <summary>What options are worth.</summary>
/// <param name="Score">What the search raises; higher is better.</param>
/// <param name="Values">What it is made of, by name.</param>
/// <param name="ByUser">
/// Of measures that are means over users, one value a user; the same users in the same order whatever the options.
/// </param>
public sealed record TuningMeasures(
    double Score, IReadOnlyDictionary<string, double> Values, IReadOnlyDictionary<string, double[]>? ByUser = null);
