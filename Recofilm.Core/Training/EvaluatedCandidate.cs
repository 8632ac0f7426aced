using Recofilm.Core.Fitting;
using Recofilm.Core.Registry;

namespace Recofilm.Core.Training;

/// <summary>The outcome of a candidate's evaluation.</summary>
/// <param name="Metrics">The figures by the names of <see cref="ModelManifest.Metrics"/>; empty without enough data.</param>
/// <param name="Models">The models that were measured, by the name of the split whose test part they did not see.</param>
/// <param name="Paired">Candidate and champion on the same ratings; empty without a comparable champion.</param>
public sealed record EvaluatedCandidate(
    SortedDictionary<string, double> Metrics,
    IReadOnlyDictionary<string, ModelSet> Models,
    IReadOnlyList<MeasureComparison> Paired)
{
    /// <summary>A candidate that was not measured.</summary>
    public static EvaluatedCandidate Unmeasured { get; } = new([], new Dictionary<string, ModelSet>(), []);
}
