namespace Recofilm.Core.Models;

/// <summary>
/// Receives measures of a training's progress. The training computes them anyway; its result does not depend on the observer.
/// </summary>
/// <param name="measure">The name of the measure, such as <c>svd_residual</c>.</param>
/// <param name="step">The sweep or tree after which the value was measured, from 0.</param>
/// <param name="value">The value.</param>
public delegate void TrainingObserver(string measure, int step, double value);
