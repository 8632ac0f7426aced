using Recofilm.Core.Metrics;

namespace Recofilm.Core.Tests.Metrics;

public class RankingMetricsTests
{
    private const double Tolerance = 1e-9;

    [Fact]
    public void Ndcg_discounts_by_rank_against_the_ideal_list()
    {
        // Hits at ranks 1 and 3: 1 + 1/log2(4) = 1.5. Three relevant: ideal 1 + 1/log2(3) + 1/2 = 2.1309297535714573.
        Assert.Equal(1.5 / 2.1309297535714573, RankingMetrics.Ndcg([true, false, true], 3), Tolerance);
    }

    [Fact]
    public void Ndcg_is_one_when_every_place_is_a_hit_however_many_were_wanted()
    {
        bool[] full = [true, true, true, true, true, true, true, true, true, true];
        Assert.Equal(1, RankingMetrics.Ndcg(full, 25), Tolerance);
        Assert.Equal(1, RankingMetrics.AveragePrecision(full, 25), Tolerance);
        Assert.Equal(0.4, RankingMetrics.Recall(full, 25), Tolerance);
    }

    [Fact]
    public void A_short_list_is_judged_against_a_full_one()
    {
        // One hit at rank 1 of a list of one, two wanted: ideal 1 + 1/log2(3) = 1.6309297535714573.
        Assert.Equal(1 / 1.6309297535714573, RankingMetrics.Ndcg([true], 2), Tolerance);
    }

    [Fact]
    public void Average_precision_takes_the_precision_at_each_hit()
    {
        // Hits at 2 and 5: 1/2 + 2/5 = 0.9, over min(10, 4).
        Assert.Equal(0.225, RankingMetrics.AveragePrecision([false, true, false, false, true], 4), Tolerance);
    }

    [Fact]
    public void A_user_who_wanted_nothing_counts_zero()
    {
        Assert.Equal(0, RankingMetrics.Ndcg([false], 0));
        Assert.Equal(0, RankingMetrics.Recall([false], 0));
        Assert.Equal(0, RankingMetrics.AveragePrecision([false], 0));
        Assert.Equal(0, RankingMetrics.HitRate([false, false]));
        Assert.Equal(1, RankingMetrics.HitRate([false, true]));
    }

    [Fact]
    public void An_estimate_carries_its_standard_error()
    {
        // Mean 3, variance (4 + 1 + 0 + 1 + 4) / 4 = 2.5, standard error √(2.5 / 5).
        var estimate = MeanEstimate.Of([1, 2, 3, 4, 5]);
        Assert.Equal(3, estimate.Mean, Tolerance);
        Assert.Equal(Math.Sqrt(0.5), estimate.StandardError, Tolerance);
        Assert.Equal(new MeanEstimate(7, 0), MeanEstimate.Of([7]));
        Assert.Equal(default, MeanEstimate.Of([]));
    }

    [Fact]
    public void Models_are_compared_by_user()
    {
        // Differences 1, 2, 3: mean 2, standard error 1/√3, t = 2√3 with 2 degrees of freedom.
        var comparison = PairedComparison.Of([2, 4, 6], [1, 2, 3]);
        Assert.Equal(2, comparison.Difference, Tolerance);
        Assert.Equal(2 * Math.Sqrt(3), comparison.T, Tolerance);
        // For ν = 2, P(|T| ≥ t) = 1 − t / √(2 + t²).
        Assert.Equal(1 - (2 * Math.Sqrt(3) / Math.Sqrt(14)), comparison.PValue, Tolerance);
        Assert.Equal(1, PairedComparison.Of([1, 2], [1, 2]).PValue);
    }

    [Theory]
    [InlineData(12.706, 1, 0.05)]
    [InlineData(2.571, 5, 0.05)]
    [InlineData(2.228, 10, 0.05)]
    [InlineData(3.169, 10, 0.01)]
    [InlineData(1.9640, 590, 0.05)]
    public void Two_sided_probabilities_agree_with_the_printed_table(double t, int degreesOfFreedom, double expected) =>
        Assert.Equal(expected, StudentDistribution.TwoSided(t, degreesOfFreedom), 1e-4);
}
