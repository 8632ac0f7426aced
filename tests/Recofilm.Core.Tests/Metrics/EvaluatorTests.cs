using Microsoft.Extensions.Time.Testing;
using Recofilm.Core.Metrics;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Models;
using Recofilm.Core.Ratings;
using Recofilm.Core.Tests.Lab.Files;

namespace Recofilm.Core.Tests.Metrics;

public class EvaluatorTests
{
    private const double Tolerance = 1e-9;

    // Fourteen movies. User 1 rated 1 and 2, wants 3 and 14. User 2 rated 1, wants 2. Movies 4 to 14 have no train rating.
    private static readonly RankingSplit Split = RankingSplit.ByMark(
        RatingTables.Build(
            14, (1, 1, 5f, 1), (1, 2, 5f, 2), (1, 3, 4f, 3), (1, 14, 4f, 4), (2, 1, 5f, 1), (2, 2, 4f, 2), (3, 3, 1f, 1)),
        [false, false, true, true, false, true, false]);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Lists_are_judged_over_movies_the_user_has_not_rated()
    {
        // All scores equal: user 1 gets 3 … 12, user 2 gets 2 … 11.
        var result = new RankingEvaluator(Split).Evaluate(
            new ConstantModel(), similarity: (_, second) => second == 2 ? 1 : 0, cancellationToken: Cancellation);

        // User 1: a hit at rank 1 of two wanted; user 2: a hit at rank 1 of one wanted.
        Assert.Equal([1 / 1.6309297535714573, 1.0], result.Ndcg, Close);
        Assert.Equal([0.5, 1], result.Recall);
        // The hundred best of fourteen are all of them.
        Assert.Equal([1.0, 1], result.WideRecall);
        Assert.Equal([0.5, 1], result.AveragePrecision);
        Assert.Equal(1, result.MeanHitRate.Mean);
        Assert.Equal(11 / 14.0, result.Coverage, Tolerance);
        // 20 places: movie 2 (one rating) once, movie 3 (one rating) twice, the rest unrated: each log2(3 / 1).
        Assert.Equal(Math.Log2(3), result.Novelty, Tolerance);
        Assert.Equal(17 / 20.0, result.ColdShare, Tolerance);
        // Only user 2's list has movie index 2 in second place of a pair: (1, 2), one of 45 pairs.
        Assert.Equal(1 / 45.0 / 2, result.IntraListSimilarity!.Value, Tolerance);
        // Among new movies 4 … 14, user 1 gets 4 … 13 and wanted 14.
        Assert.Equal([0.0], result.ColdNdcg);
    }

    [Fact]
    public void A_selection_may_choose_another_list()
    {
        var result = new RankingEvaluator(Split).Evaluate(new ConstantModel(), (in _, scores, list) =>
        {
            Assert.Equal(float.NegativeInfinity, scores[0]);
            list[0] = 13;
            return 1;
        }, cancellationToken: Cancellation);

        Assert.Equal([1 / 1.6309297535714573, 0.0], result.Ndcg, Close);
        Assert.Equal(1 / 14.0, result.Coverage, Tolerance);
    }

    [Fact]
    public void Rating_errors_are_averaged_over_folds_and_training_is_timed()
    {
        var ratings = RatingTables.WithoutTimes(3, (1, 1, 5f), (1, 2, 3f), (2, 1, 1f), (2, 3, 2f));
        var time = new FakeTimeProvider();
        var trained = new List<int>();

        var result = new RatingEvaluator(time, threads: 1).Evaluate(ratings, new FoldAssignment([0, 1, 1, 0]), (train, _) =>
        {
            trained.Add(train.Count);
            time.Advance(TimeSpan.FromSeconds(2));
            return new ConstantModel();
        }, cancellationToken: Cancellation);

        // Everything is predicted as 3. Fold 0 holds 5 and 2: errors 2 and 1. Fold 1 holds 3 and 1: errors 0 and 2.
        Assert.Equal([Math.Sqrt(2.5), Math.Sqrt(2)], result.FoldRmse);
        Assert.Equal([1.5, 1], result.FoldMae);
        Assert.Equal(2, result.FitSeconds, Tolerance);
        Assert.Equal([2, 2], trained);
    }

    private static bool Close(double expected, double actual) => Math.Abs(expected - actual) < Tolerance;

    private sealed class ConstantModel : IRankingModel, IRatingModel
    {
        public void Score(in RatingHistory history, Span<float> scores) => scores.Clear();

        public void Predict(in RatingHistory history, ReadOnlySpan<int> items, Span<float> predictions) => predictions.Fill(3);
    }
}
