namespace Recofilm.Core.RatingPrediction;

/// <summary>The values that hold for a whole sweep of the chain.</summary>
/// <param name="Seed">The chain's seed.</param>
/// <param name="Sweep">The sweep's number, from 0.</param>
/// <param name="Mean">μ.</param>
/// <param name="NoisePrecision">α.</param>
/// <param name="NoiseDegreesOfFreedom">ν.</param>
/// <param name="Threads">The number of threads that sample, at least 1.</param>
/// <param name="Cancellation">Stops the sweep.</param>
internal readonly record struct SweepPass(
    ulong Seed, int Sweep, float Mean, double NoisePrecision, double NoiseDegreesOfFreedom, int Threads,
    CancellationToken Cancellation);
