namespace Recofilm.Core.Collaborative.Svd;

/// <summary>How the rating head is trained. The defaults are docs/models/rating-head.md's.</summary>
public sealed record SvdOptions
{
    /// <summary>Sweeps before the first kept sample, at least 0.</summary>
    public int BurnInSweeps { get; init; } = 50;

    /// <summary>How many samples the published parameters average, at least 1.</summary>
    public int Samples { get; init; } = 20;

    /// <summary>Sweeps before the first kept sample of a training that starts from earlier parameters, at least 0.</summary>
    public int RefineBurnInSweeps { get; init; } = 20;

    /// <summary>How many samples such a training averages, at least 1.</summary>
    public int RefineSamples { get; init; } = 20;

    /// <summary>Sweeps from one kept sample to the next, at least 1.</summary>
    public int SampleInterval { get; init; } = 2;

    /// <summary>
    /// ν: how sure the model is beforehand that all users and movies are equally noisy; at least 2, the higher the surer.
    /// </summary>
    public double NoiseDegreesOfFreedom { get; init; } = 20;

    /// <summary>Threads to train on; 0 takes one a processor. The result does not depend on it.</summary>
    public int Threads { get; init; }

    /// <summary>The seed: the same seed, ratings and movies give the same model, bit by bit.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The options of a training that starts from earlier parameters.</summary>
    internal SvdOptions ForRefinement => this with { BurnInSweeps = RefineBurnInSweeps, Samples = RefineSamples };

    /// <summary>How many sweeps a training makes.</summary>
    internal int Sweeps => BurnInSweeps + (Samples * SampleInterval);

    /// <summary>Checks the ranges.</summary>
    /// <exception cref="ArgumentException">An option is out of range; the message says which and what is allowed.</exception>
    public void Validate()
    {
        if (BurnInSweeps < 0)
            throw new ArgumentException($"BurnInSweeps must be at least 0, not {BurnInSweeps}.");
        if (Samples < 1)
            throw new ArgumentException($"Samples must be at least 1, not {Samples}.");
        if (RefineBurnInSweeps < 0)
            throw new ArgumentException($"RefineBurnInSweeps must be at least 0, not {RefineBurnInSweeps}.");
        if (RefineSamples < 1)
            throw new ArgumentException($"RefineSamples must be at least 1, not {RefineSamples}.");
        if (SampleInterval < 1)
            throw new ArgumentException($"SampleInterval must be at least 1, not {SampleInterval}.");
        if (!(NoiseDegreesOfFreedom >= 2) || double.IsInfinity(NoiseDegreesOfFreedom))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"NoiseDegreesOfFreedom must be at least 2, not {NoiseDegreesOfFreedom}."));
        }

        if (Threads < 0)
            throw new ArgumentException($"Threads must be at least 0, not {Threads}.");
    }
}
