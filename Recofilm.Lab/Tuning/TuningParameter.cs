using Recofilm.Core.Fitting;

namespace Recofilm.Lab.Tuning;

/// <summary>An option that a search may change.</summary>
/// <param name="Path">
/// Its path in <see cref="ModelOptions"/> as JSON, for example <c>collaborative.factors.regularization</c>.
/// </param>
/// <param name="Values">The values it may take.</param>
public sealed record TuningParameter(string Path, params IReadOnlyList<double> Values);
