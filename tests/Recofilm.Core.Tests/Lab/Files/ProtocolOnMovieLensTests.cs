using Recofilm.Core.Datasets.MovieLens;
using Recofilm.Core.Metrics;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Models;
using Recofilm.Lab.Baselines;
using Recofilm.Lab.Files;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Lab.Files;

/// <summary>
/// The protocol on ml-latest-small, against counts and figures that other programs found: when these hold, the splits and
/// metrics are those that published figures were made with.
/// </summary>
public sealed class ProtocolOnMovieLensTests
{
    private const double Tolerance = 0.0005;

    private static readonly Lazy<EvaluationData?> Read = new(() =>
        MovieLens.Folder is null ? null : EvaluationFiles.ReadDataset(MovieLens.Folder, FoldsFile, seed: 1));

    private static string? FoldsFile =>
        MovieLens.Folder is { } folder
        && Path.Combine(folder, "..", "..", "evaluation", "ml-latest-small-kfold5.csv") is var path && File.Exists(path)
            ? path
            : null;

    private static EvaluationData Data
    {
        get
        {
            Assert.SkipWhen(Read.Value is null, "The MovieLens data is not beside this checkout.");
            return Read.Value!;
        }
    }

    private static RankingSplit InVisit => Data.Splits.Single(split => split.Name == SplitRule.InVisit.Name).Cuts[0];

    private static RankingSplit NextVisit => Data.Splits.Single(split => split.Name == SplitRule.NextVisit.Name).Cuts[0];

    [Fact]
    public void Splits_have_the_counts_of_the_protocol()
    {
        Assert.Equal((80_896, 19_940), (InVisit.Train.Count, InVisit.Test.Count));
        Assert.Equal((9_232, 591, 617), (InVisit.RelevantCount, InVisit.Users.Length, InVisit.ColdRelevantCount));

        var tune = InVisitSplit.Of(InVisit.Train);
        Assert.Equal((64_960, 15_936), (tune.Train.Count, tune.Test.Count));

        var tested = Enumerable.Range(0, NextVisit.Test.UserCount).Count(user => NextVisit.Test.History(user).Count > 0);
        Assert.Equal((5_142, 235), (NextVisit.Test.Count, tested));
        Assert.Equal((2_341, 207), (NextVisit.RelevantCount, NextVisit.Users.Length));
    }

    [Fact]
    public void Popularity_has_its_known_figures()
    {
        Check(InVisit, new PopularityBaseline(InVisit.Train), ndcg: 0.0784, recall: 0.0513, map: 0.0388, hitRate: 0.320);
        var next = Judge(NextVisit, new PopularityBaseline(NextVisit.Train));
        Assert.Equal(0.0773, next.MeanNdcg.Mean, Tolerance);
        Assert.Equal(0.0616, next.MeanRecall.Mean, Tolerance);
    }

    [Fact]
    public void Ease_has_its_known_figures()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var inVisit = new EaseBaseline(InVisit.Train, cancellationToken: cancellation);
        Check(InVisit, inVisit, ndcg: 0.1239, recall: 0.0989, map: 0.0615, hitRate: 0.492);
        Assert.Equal(0.049, Judge(InVisit, inVisit).Coverage, Tolerance);

        var next = Judge(NextVisit, new EaseBaseline(NextVisit.Train, cancellationToken: cancellation));
        Assert.Equal(0.0930, next.MeanNdcg.Mean, Tolerance);
        Assert.Equal(0.0716, next.MeanRecall.Mean, Tolerance);
    }

    [Fact]
    public void Item_neighbours_come_close_to_another_tuning_of_theirs()
    {
        var model = new ItemKnnBaseline(InVisit.Train, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(0.1136, Judge(InVisit, model).MeanNdcg.Mean, 0.002);
    }

    [Fact]
    public void Biases_alone_have_their_known_error_on_the_given_folds()
    {
        Assert.SkipWhen(FoldsFile is null, "The folds are not beside this checkout.");

        var result = new RatingEvaluator(TimeProvider.System).Evaluate(
            Data.Ratings, Data.Folds!, (train, _) => new BiasBaseline(train), null, TestContext.Current.CancellationToken);

        Assert.Equal(0.8686, result.Rmse, Tolerance);
    }

    [Fact]
    public async Task Figures_do_not_depend_on_the_number_of_threads()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var data = MovieLensFiles.Read(await MovieLens.FolderOrSampleAsync(), cancellationToken: cancellation);
        var split = NextVisitSplit.Of(data.Ratings);
        var model = new PopularityBaseline(split.Train);

        var alone = new RankingEvaluator(split, threads: 1).Evaluate(model, cancellationToken: cancellation);
        var together = new RankingEvaluator(split, threads: 4).Evaluate(model, cancellationToken: cancellation);

        Assert.NotEmpty(alone.Ndcg);
        Assert.Equal(alone.Ndcg, together.Ndcg);
        Assert.Equal(alone.Novelty, together.Novelty);
    }

    private static void Check(
        RankingSplit split, IRankingModel model, double ndcg, double recall, double map, double hitRate)
    {
        var result = Judge(split, model);
        Assert.Equal(ndcg, result.MeanNdcg.Mean, Tolerance);
        Assert.Equal(recall, result.MeanRecall.Mean, Tolerance);
        Assert.Equal(map, result.MeanAveragePrecision.Mean, Tolerance);
        Assert.Equal(hitRate, result.MeanHitRate.Mean, 0.001);
    }

    private static RankingResult Judge(RankingSplit split, IRankingModel model) =>
        new RankingEvaluator(split).Evaluate(model, cancellationToken: TestContext.Current.CancellationToken);
}
