namespace Recofilm.Core.Collaborative;

/// <summary>Is told how a training goes on, by what the training knows anyway; the result does not depend on it.</summary>
/// <param name="measure">What was measured, such as <c>svd_residual</c>.</param>
/// <param name="step">After which sweep or tree, from 0.</param>
/// <param name="value">The value.</param>
public delegate void TrainingObserver(string measure, int step, double value);
