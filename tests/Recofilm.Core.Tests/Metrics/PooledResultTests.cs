using Recofilm.Core.Metrics;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Models;
using Recofilm.Core.Ratings;
using Recofilm.Core.Tests.Lab.Files;

namespace Recofilm.Core.Tests.Metrics;

public class PooledResultTests
{
    private const double Tolerance = 1e-9;

    [Fact]
    public void Values_of_one_user_move_together()
    {
        // Mean 0.5. Deviations by user: 1 has 0.5 + 0.5, 2 has −0.5, 3 has −0.5: √(3/2 · (1 + 0.25 + 0.25)) / 4 = 0.375.
        var estimate = MeanEstimate.Of([1, 1, 0, 0], [1, 1, 2, 3]);

        Assert.Equal(0.5, estimate.Mean, Tolerance);
        Assert.Equal(0.375, estimate.StandardError, Tolerance);
    }

    [Fact]
    public void With_a_value_a_user_nothing_changes_and_one_user_has_no_error()
    {
        double[] values = [0.2, 0.9, 0.4];

        Assert.Equal(MeanEstimate.Of(values).StandardError, MeanEstimate.Of(values, [3, 1, 2]).StandardError, Tolerance);
        Assert.Equal(0, MeanEstimate.Of(values, [1, 1, 1]).StandardError);
    }

    [Fact]
    public void A_comparison_counts_users_not_lists()
    {
        // Differences 1, 1, 0, 0 of three users: mean 0.5, error 0.375, two degrees of freedom.
        var comparison = PairedComparison.Of([1, 1, 0, 1], [0, 0, 0, 1], [1, 1, 2, 3]);

        Assert.Equal(0.5 / 0.375, comparison.T, Tolerance);
        Assert.Equal(2, comparison.DegreesOfFreedom);
    }

    [Fact]
    public void Pooled_lists_count_once_each_and_movies_listed_twice_are_covered_once()
    {
        // Movie 1 of three has two train ratings of two users. User 1 gets 2, 3 and wanted 2; then user 2 gets 2, 3 and wanted 3.
        var first = Judge((1, 1, 5f, 1), (2, 1, 5f, 1), (1, 2, 5f, 9));
        var second = Judge((1, 1, 5f, 1), (2, 1, 5f, 1), (2, 3, 5f, 9));

        var pooled = RankingResult.Pool([first, second], itemCount: 3);

        Assert.Equal([0, 1], pooled.Users);
        Assert.Equal([1, 1 / Math.Log2(3)], pooled.Ndcg, Close);
        Assert.Equal(2 / 3.0, pooled.Coverage, Tolerance);
        Assert.Equal(1, pooled.Novelty, Tolerance);
        Assert.Equal(1, pooled.ColdShare, Tolerance);
    }

    [Fact]
    public void Where_only_trained_movies_are_candidates_others_are_not_listed_and_do_not_lower_coverage()
    {
        // Movies 1 and 2 have train ratings; 3 has none. User 1 rated 1 and gets 2 alone.
        var split = LastDaysSplit.Of(RatingTables.Build(3, (1, 1, 5f, 1), (2, 2, 5f, 2), (1, 2, 1f, 86_400 + 9)), days: 1);

        var result = new RankingEvaluator(split).Evaluate(new Even(), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([1], Assert.Single(result.Lists));
        Assert.Equal([1.0], result.Ndcg);
        Assert.Equal(0.5, result.Coverage, Tolerance);
    }

    private static RankingResult Judge(params (int User, int Movie, float Rating, long Time)[] ratings)
    {
        var matrix = RatingTables.Build(3, ratings);
        var split = RankingSplit.ByMark(matrix, Array.ConvertAll(matrix.Timestamps.ToArray(), time => time == 9));
        return new RankingEvaluator(split).Evaluate(new Even(), cancellationToken: TestContext.Current.CancellationToken);
    }

    private static bool Close(double expected, double actual) => Math.Abs(expected - actual) < Tolerance;

    private sealed class Even : IRankingModel
    {
        public void Score(in RatingHistory history, Span<float> scores) => scores.Fill(1);
    }
}
