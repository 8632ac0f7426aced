using Recofilm.Core.Evaluation.Splits;
using Recofilm.Core.Evaluation.Tuning;
using Recofilm.Core.Hybrid;
using Recofilm.Core.Tests.Collaborative;
using Recofilm.Core.Training;

namespace Recofilm.Core.Tests.Evaluation.Tuning;

public class HybridTuningTests
{
    private static readonly ModelOptions Options = new()
    {
        Svd = new() { BurnInSweeps = 5, Samples = 5 },
        Hybrid = new() { SplitsOfAKind = 1, TrainingCandidates = 20, Forest = new ForestOptions { Trees = 10 } },
    };

    [Fact]
    public void What_is_kept_between_trials_gives_the_same_hybrids_as_a_whole_training()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var catalog = SmallWorld.Catalog();
        var split = InVisitSplit.Of(SmallWorld.Ratings(catalog));
        var tuning = new HybridTuning(catalog);
        var otherForest = Options with { Hybrid = Options.Hybrid with { Forest = Options.Hybrid.Forest with { Trees = 20 } } };
        var otherMembers = otherForest with { Svd = otherForest.Svd with { Samples = 6 } };
        foreach (var options in (ModelOptions[])[Options, otherForest, otherMembers])
        {
            var tuned = tuning.Train(split, options, cancellation);
            var whole = new ModelTrainer(options).Train(catalog, split, cancellation).Hybrid;

            Assert.Equal(options.Hybrid.Forest.Trees, tuned.Forest.TreeCount);
            Assert.Equal(whole.Forest.Features, tuned.Forest.Features);
            Assert.Equal(whole.Forest.Thresholds, tuned.Forest.Thresholds);
            Assert.Equal(whole.Forest.Values, tuned.Forest.Values);
        }
    }
}
