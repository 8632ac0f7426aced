using Recofilm.Core.Training;

namespace Recofilm.Testing;

/// <summary>Training for tests that are not about how good models are.</summary>
public static class FastTraining
{
    /// <summary>One thread, few sweeps, few trees: well under a second on a few thousand ratings.</summary>
    public static ModelOptions Options { get; } = new ModelOptions
    {
        Svd = new() { BurnInSweeps = 10, Samples = 5 },
        Hybrid = new() { Candidates = 20, TrainingCandidates = 20, SplitsOfAKind = 1, Forest = new() { Trees = 10 } },
    }.On(threads: 1);
}
