using Recofilm.Core.Fitting;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Ratings;
using Recofilm.Core.Tests.Registry.Artifacts;
using Recofilm.Core.Training;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Training;

public sealed class ErrorBreakdownTests
{
    private static readonly TrainingOptions _options = new() { Threads = 1 };

    [Fact]
    public void The_same_data_give_the_figures_of_the_gate_and_groups_add_up_to_them()
    {
        var data = new TrainingData(TasteWorld.Catalog, TasteWorld.Ratings(), "fingerprint");
        var trainer = new ModelTrainer(FastTraining.Options);
        var judged = new ModelEvaluation(_options).Measure(
            data.Catalog, data.Ratings, (_, part) => trainer.Train(data.Catalog, part, TestContext.Current.CancellationToken),
            new Dictionary<string, ModelSet>(), TestContext.Current.CancellationToken);
        var shares = new List<double>();

        var errors = ErrorBreakdown.Measure(
            data, ExampleModel.Manifest(1), judged.Models, _options, new Recorder(shares),
            TestContext.Current.CancellationToken)!;

        Assert.Equal("in_visit", errors.Split);
        Assert.Equal(judged.Metrics["svd_rmse"], errors.Rmse, 1e-9);
        Assert.Equal(judged.Metrics["hybrid_in_visit_ndcg"], errors.Ndcg.Mean, 1e-9);
        Assert.Equal(judged.Metrics["hybrid_in_visit_coverage"], errors.Coverage, 1e-9);
        var test = InVisitSplit.Of(data.Ratings).Test.Count;
        Assert.Equal(
            (test, test), (errors.ByActivity.Sum(group => group.Ratings), errors.ByPopularity.Sum(group => group.Ratings)));
        Assert.Equal(
            errors.Rmse, Math.Sqrt(errors.ByPopularity.Sum(group => group.Ratings * Math.Pow(group.Rmse ?? 0, 2)) / test), 1e-9);
        Assert.Equal(1, errors.ByPopularity.Sum(group => group.ListedShare), 1e-9);
        Assert.Equal(1, errors.ByPopularity.Sum(group => group.WantedShare), 1e-9);
        Assert.Equal(TasteWorld.MovieCount, errors.ByPopularity.Sum(group => group.Movies));
        Assert.Equal("20 to 49", Assert.Single(errors.ByActivity).Name);
        Assert.Equal(1, shares[^1], 1e-9);
    }

    [Fact]
    public void Without_models_that_were_judged_nothing_is_measured()
    {
        var data = new TrainingData(TasteWorld.Catalog, TasteWorld.Ratings(), "fingerprint");

        Assert.Null(ErrorBreakdown.Measure(
            data, ExampleModel.Manifest(1), new Dictionary<string, ModelSet>(), _options,
            cancellationToken: TestContext.Current.CancellationToken));
    }

    private sealed class Recorder(List<double> shares) : IProgress<double>
    {
        public void Report(double value) => shares.Add(value);
    }
}
