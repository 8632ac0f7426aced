using Recofilm.Core.RatingPrediction.Kernels;

namespace Recofilm.Core.RatingPrediction;

/// <summary>The options of a training of the rating head. docs/models/rating-head.md explains the defaults.</summary>
public sealed record BayesianMatrixFactorizationOptions
{
    /// <summary>Sweeps before the first kept sample, at least 0.</summary>
    public int BurnInSweeps { get; init; } = 50;

    /// <summary>The number of samples that the published parameters average, at least 1.</summary>
    public int Samples { get; init; } = 20;

    /// <summary>Sweeps before the first kept sample of a training that starts from earlier parameters, at least 0.</summary>
    public int RefineBurnInSweeps { get; init; } = 20;

    /// <summary>The number of samples that such a training averages, at least 1.</summary>
    public int RefineSamples { get; init; } = 20;

    /// <summary>Sweeps from one kept sample to the next, at least 1.</summary>
    public int SampleInterval { get; init; } = 2;

    /// <summary>
    /// ν: the certainty of the prior that all users and movies are equally noisy; at least 2, and higher values are more certain.
    /// </summary>
    public double NoiseDegreesOfFreedom { get; init; } = 20;

    /// <summary>
    /// D, the length of a movie's vector with its bias: 16 or 32, or 0 to let the ratings choose. With 0, a training that starts
    /// from earlier parameters keeps their D.
    /// </summary>
    public int Dimension { get; init; }

    /// <summary>The number of threads to train on; 0 takes one per processor. The result does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>The seed: the same seed, ratings and movies give the same model, bit by bit.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The sweeps of a training.</summary>
    internal SweepSchedule Schedule => new(BurnInSweeps, Samples, SampleInterval);

    /// <summary>The sweeps of a training that starts from earlier parameters.</summary>
    internal SweepSchedule RefinementSchedule => new(RefineBurnInSweeps, RefineSamples, SampleInterval);

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the message names it and its range.</exception>
    public void Validate()
    {
        if (BurnInSweeps < 0)
            throw new ArgumentException($"BurnInSweeps must be at least 0; got {BurnInSweeps}.");
        if (Samples < 1)
            throw new ArgumentException($"Samples must be at least 1; got {Samples}.");
        if (RefineBurnInSweeps < 0)
            throw new ArgumentException($"RefineBurnInSweeps must be at least 0; got {RefineBurnInSweeps}.");
        if (RefineSamples < 1)
            throw new ArgumentException($"RefineSamples must be at least 1; got {RefineSamples}.");
        if (SampleInterval < 1)
            throw new ArgumentException($"SampleInterval must be at least 1; got {SampleInterval}.");
        if (!(NoiseDegreesOfFreedom >= 2) || double.IsInfinity(NoiseDegreesOfFreedom))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"NoiseDegreesOfFreedom must be at least 2; got {NoiseDegreesOfFreedom}."));
        }

        if (Dimension != 0 && !FactorLayout.Supports(Dimension))
        {
            throw new ArgumentException(
                $"Dimension must be 0, {FactorLayout.NarrowRank} or {FactorLayout.WideRank}; got {Dimension}.");
        }

        if (Threads < 0)
            throw new ArgumentException($"Threads must be at least 0; got {Threads}.");
    }
}
