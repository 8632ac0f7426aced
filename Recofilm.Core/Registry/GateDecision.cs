namespace Recofilm.Core.Registry;

/// <summary>The decision whether a candidate may replace the champion.</summary>
/// <param name="Accepted">Whether the candidate may replace it.</param>
/// <param name="Reason">The comparison and its result, in a sentence.</param>
/// <param name="Champion">
/// The version with which the candidate was compared, or <see langword="null"/> when there was none.
/// </param>
public sealed record GateDecision(bool Accepted, string Reason, ModelVersion? Champion);
