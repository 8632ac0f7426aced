using Recofilm.Core.Fitting;

namespace Recofilm.Testing;

/// <summary>Training options for tests that do not depend on the quality of models.</summary>
public static class FastTraining
{
    /// <summary>One thread, few sweeps and few trees: well under a second on a few thousand ratings.</summary>
    public static ModelOptions Options { get; } = new ModelOptions
    {
        Svd = new() { BurnInSweeps = 10, Samples = 5 },
        Hybrid = new()
        {
            Candidates = 20,
            TrainingCandidates = 20,
            SplitsOfAKind = 1,
            NewUserSplits = 0,
            TimeSplits = 0,
            Ensemble = new() { Trees = 10 },
        },
    }.On(threads: 1);
}
