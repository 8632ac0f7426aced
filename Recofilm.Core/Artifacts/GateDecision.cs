namespace Recofilm.Core.Artifacts;

/// <summary>Whether a candidate may replace the champion, and why.</summary>
/// <param name="Accepted">Whether it may.</param>
/// <param name="Reason">What was compared, in a sentence.</param>
/// <param name="Champion">The version it was compared with, or <see langword="null"/> when there was none.</param>
public sealed record GateDecision(bool Accepted, string Reason, ModelVersion? Champion);
