using Recofilm.Core.Fitting;
using Recofilm.Core.Hybrid.Trees;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Tests.Ranking;
using Recofilm.Lab.Tuning;

namespace Recofilm.Core.Tests.Lab.Tuning;

public class HybridTuningTests
{
    private static readonly ModelOptions Options = new()
    {
        Svd = new() { BurnInSweeps = 5, Samples = 5 },
        Hybrid = new() { SplitsOfAKind = 1, TrainingCandidates = 20, Ensemble = new TreeEnsembleOptions { Trees = 10 } },
    };

    [Fact]
    public void What_is_kept_between_trials_gives_the_same_hybrids_as_a_whole_training()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var catalog = SmallWorld.Catalog();
        var split = InVisitSplit.Of(SmallWorld.Ratings(catalog));
        var tuning = new HybridTuning(catalog);
        var otherEnsemble = Options with
        {
            Hybrid = Options.Hybrid with { Ensemble = Options.Hybrid.Ensemble with { Trees = 20 } },
        };
        var otherMembers = otherEnsemble with { Svd = otherEnsemble.Svd with { Samples = 6 } };
        foreach (var options in (ModelOptions[])[Options, otherEnsemble, otherMembers])
        {
            var tuned = tuning.Train(split, options, cancellation);
            var whole = new ModelTrainer(options).Train(catalog, split, cancellation).Hybrid;

            Assert.Equal(options.Hybrid.Ensemble.Trees, tuned.Ensemble.TreeCount);
            Assert.Equal(whole.Ensemble.Features, tuned.Ensemble.Features);
            Assert.Equal(whole.Ensemble.Thresholds, tuned.Ensemble.Thresholds);
            Assert.Equal(whole.Ensemble.Values, tuned.Ensemble.Values);
        }
    }
}
