using Recofilm.Core.Registry;
using Recofilm.Core.Tests.Registry.Artifacts;
using Recofilm.Core.Training;

namespace Recofilm.Core.Tests.Training;

public class PromotionGateTests
{
    private static readonly PromotionGate Gate = new(rmseTolerance: 0.01, ndcgTolerance: 0.01);

    [Fact]
    public void The_first_model_passes() => Assert.Equal(
        new GateDecision(true, "There is no champion to compare with.", null), Gate.Decide(Metrics(0.9, 0.1), [], null));

    [Theory]
    [InlineData(0.80, 0.150, 0.001, true)]
    [InlineData(0.809, 0.141, 0.001, true)]
    [InlineData(0.811, 0.150, 0.001, false)]
    [InlineData(0.80, 0.139, 0.001, false)]
    [InlineData(0.80, 0.139, 0.007, true)]
    [InlineData(0.70, 0.100, 0.007, false)]
    public void A_candidate_may_be_worse_by_chance_alone(double rmse, double ndcg, double standardError, bool accepted) =>
        Assert.Equal(accepted, Gate.Decide(Metrics(rmse, ndcg, standardError), [], Champion()).Accepted);

    [Theory]
    [InlineData(0.25, 0.5, true)]
    [InlineData(0.26, 0.5, false)]
    [InlineData(0, 0.375, true)]
    [InlineData(0, 0.37, false)]
    public void Errors_and_lists_have_a_tolerance_each_and_may_be_worse_by_all_of_it(double rmse, double ndcg, bool accepted)
    {
        var gate = new PromotionGate(rmseTolerance: 0.25, ndcgTolerance: 0.125);
        var champion = Champion() with { Metrics = Metrics(0, 0.5) };

        Assert.Equal(accepted, gate.Decide(Metrics(rmse, ndcg), [], champion).Accepted);
    }

    [Fact]
    public void A_decision_names_every_measure_that_counts()
    {
        Assert.Equal(
            "Not worse than the champion in hybrid_in_visit_ndcg, svd_rmse.",
            Gate.Decide(Metrics(0.8, 0.15), [], Champion()).Reason);
        Assert.Equal(
            "Worse than the champion: hybrid_in_visit_ndcg 0.1000 against 0.1500, tolerance 0.0100; "
                + "svd_rmse 0.8500 against 0.8000, tolerance 0.0100.",
            Gate.Decide(Metrics(0.85, 0.1), [], Champion()).Reason);

        var invalid = Gate.Decide(Metrics(double.PositiveInfinity, double.NaN), [], Champion());
        Assert.Equal(
            new GateDecision(false, "Not a number: hybrid_in_visit_ndcg, svd_rmse.", ExampleModel.Version(1)), invalid);
    }

    [Fact]
    public void A_refusal_says_what_was_worse_and_by_how_much()
    {
        var decision = Gate.Decide(Metrics(0.85, 0.15), [], Champion());

        Assert.Equal("Worse than the champion: svd_rmse 0.8500 against 0.8000, tolerance 0.0100.", decision.Reason);
        Assert.Equal(ExampleModel.Version(1), decision.Champion);
    }

    [Fact]
    public void What_is_no_number_is_refused_even_without_a_champion()
    {
        var decision = Gate.Decide(Metrics(double.NaN, 0.15), [], null);

        Assert.Equal((false, "Not a number: svd_rmse."), (decision.Accepted, decision.Reason));
    }

    [Fact]
    public void Measures_that_only_one_side_has_are_not_compared()
    {
        var decision = Gate.Decide(new Dictionary<string, double> { ["hybrid_random_ndcg"] = 0.01 }, [], Champion());

        Assert.Equal((true, "Candidate and champion share no measure."), (decision.Accepted, decision.Reason));
    }

    [Theory]
    [InlineData(0.14, 0.002, true)]
    [InlineData(0.13, 0.002, false)]
    [InlineData(0.13, 0.011, true)]
    public void What_was_measured_on_the_same_ratings_decides_and_not_what_the_champion_once_measured(
        double ndcg, double standardError, bool accepted)
    {
        MeasureComparison[] paired = [new("hybrid_in_visit_ndcg", ndcg, 0.15, standardError)];

        var decision = Gate.Decide(Metrics(rmse: 5, ndcg: 0.01), paired, Champion());

        Assert.Equal(accepted, decision.Accepted);
        Assert.Equal(
            accepted
                ? "Not worse than the champion on the same ratings in hybrid_in_visit_ndcg."
                : "Worse than the champion on the same ratings: hybrid_in_visit_ndcg 0.1300 against 0.1500, tolerance 0.0100.",
            decision.Reason);
    }

    private static Dictionary<string, double> Metrics(double rmse, double ndcg, double standardError = 0.001) => new()
    {
        ["svd_rmse"] = rmse,
        ["svd_mae"] = 0.6,
        ["hybrid_in_visit_ndcg"] = ndcg,
        ["hybrid_in_visit_ndcg_se"] = standardError,
    };

    private static ModelManifest Champion() => ExampleModel.Manifest(1) with { Metrics = Metrics(0.8, 0.15) };
}
