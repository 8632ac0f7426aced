namespace Recofilm.Core.Evaluation.Tuning;

/// <summary>An option that a search may change.</summary>
/// <param name="Path">Its place in <see cref="Training.ModelOptions"/> as JSON, as in <c>collaborative.factors.regularization</c>.</param>
/// <param name="Values">The values it may take.</param>
public sealed record TuningParameter(string Path, params IReadOnlyList<double> Values);
