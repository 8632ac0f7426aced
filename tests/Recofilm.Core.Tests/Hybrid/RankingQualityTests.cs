using Recofilm.Core.Datasets.MovieLens;
using Recofilm.Core.Fitting;
using Recofilm.Core.Hybrid.Trees;
using Recofilm.Core.Metrics;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Ratings;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Hybrid;

/// <summary>The documented figures on MovieLens' small set, when the checkout has the data beside it.</summary>
public class RankingQualityTests
{
    /// <summary>A fraction of the examples and trees: enough to tell that the ranking learns, and quick.</summary>
    private static readonly ModelOptions Quick = new()
    {
        Svd = new() { BurnInSweeps = 20, Samples = 10 },
        Hybrid = new()
        {
            SplitsOfAKind = 1,
            NewUserSplits = 0,
            TimeSplits = 0,
            TrainingCandidates = 60,
            Ensemble = new TreeEnsembleOptions { Trees = 100, LearningRate = 0.1f },
        },
    };

    [Fact]
    public void While_a_visit_goes_on_lists_are_as_good_as_documented()
    {
        var (collaborative, hybrid) = Measure(InVisitSplit.Of, Quick);
        Assert.InRange(collaborative.MeanNdcg.Mean, 0.140, 0.16);
        Assert.InRange(collaborative.MeanRecall.Mean, 0.115, 0.14);
        Assert.InRange(collaborative.Coverage, 0.06, 0.12);
        Assert.InRange(hybrid.MeanNdcg.Mean, 0.155, 0.18);
        Assert.InRange(hybrid.Coverage, 0.08, 0.14);
    }

    [Fact]
    public void When_users_come_back_lists_are_as_good_as_documented()
    {
        // Few users come back, so only the whole training tells anything.
        var (collaborative, hybrid) = Measure(NextVisitSplit.Of, new ModelOptions());
        Assert.InRange(collaborative.MeanNdcg.Mean, 0.110, 0.135);
        Assert.InRange(hybrid.MeanNdcg.Mean, 0.130, 0.17);
    }

    [Fact]
    public void Users_with_a_few_ratings_get_better_lists_than_from_ratings_alone()
    {
        var (collaborative, hybrid) = Measure(
            ratings => NewUsersSplit.Of(ratings), Quick with { Hybrid = Quick.Hybrid with { NewUserSplits = 1 } });
        Assert.InRange(collaborative.MeanNdcg.Mean, 0.2, 0.3);
        Assert.InRange(hybrid.MeanNdcg.Mean, 1.3 * collaborative.MeanNdcg.Mean, 0.5);
    }

    private static (RankingResult Collaborative, RankingResult Hybrid) Measure(
        Func<RatingMatrix, RankingSplit> rule, ModelOptions options)
    {
        Assert.SkipWhen(MovieLens.Folder is null, "shared/data/ml-latest-small is not beside the checkout.");
        var data = MovieLensFiles.Read(MovieLens.Folder);
        var split = rule(data.Ratings);
        var cancellation = TestContext.Current.CancellationToken;
        var models = new ModelTrainer(options).Train(data.Catalog, split, cancellation);
        var evaluator = new RankingEvaluator(split);
        return (
            evaluator.Evaluate(models.Collaborative, cancellationToken: cancellation),
            evaluator.Evaluate(models.Hybrid, cancellationToken: cancellation));
    }
}
