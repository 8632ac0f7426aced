namespace Recofilm.Core.Training;

/// <summary>What the evaluation of a candidate led to.</summary>
/// <param name="Metrics">By the names of <see cref="Artifacts.ModelManifest.Metrics"/>; none where nothing can be measured.</param>
/// <param name="Models">The models that were measured, by the name of the split, whose test part they did not see.</param>
/// <param name="Paired">Candidate and champion on the same ratings; empty without a champion that can be measured on them.</param>
public sealed record EvaluatedCandidate(
    SortedDictionary<string, double> Metrics,
    IReadOnlyDictionary<string, ModelSet> Models,
    IReadOnlyList<MeasureComparison> Paired);
