using Recofilm.Core.Numerics;
using Recofilm.Core.RatingPrediction;
using Recofilm.Core.RatingPrediction.Kernels;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Tests.RatingPrediction;

public class BayesianMatrixFactorizationTests
{
    private const int Rank = FactorLayout.Rank;
    private const int Items = 37;

    private static readonly BayesianMatrixFactorizationParameters Parameters =
        RatingHeadExamples.Parameters(Items, new Random(8));
    private static readonly BayesianMatrixFactorization Model = new(Parameters);
    private static readonly int[] Rated = [3, 0, 36, 17, 5];
    private static readonly float[] Ratings = [4, 2.5f, 5, 0.5f, 3];

    [Fact]
    public void Fold_in_agrees_with_the_formula_written_out_densely()
    {
        var expected = DenseFoldIn();
        var user = Model.FoldIn(new RatingHistory(Rated, Ratings, default, 0));

        for (var d = 0; d < Rank; d++)
            Assert.Equal(expected[d], user[d], 1e-4);
    }

    [Fact]
    public void All_movies_and_single_movies_get_the_same_score()
    {
        var user = Model.FoldIn(new RatingHistory(Rated, Ratings, default, 0));
        var scores = new float[Items];
        var predictions = new float[Items];
        Model.Score(user, scores);
        Model.Predict(new RatingHistory(Rated, Ratings, default, 0), [.. Enumerable.Range(0, Items)], predictions);

        for (var item = 0; item < Items; item++)
        {
            var expected = Parameters.Mean + user[0] + Parameters.ItemMeans.Span[item * Rank]
                + Enumerable.Range(1, Rank - 1).Sum(d => user[d] * Parameters.ItemMeans.Span[(item * Rank) + d]);
            Assert.Equal(expected, scores[item], 1e-5f);
            Assert.Equal(Parameters.Scale.Clip(expected), predictions[item], 1e-5f);
        }
    }

    [Fact]
    public void Contributions_and_the_rest_sum_to_the_unclipped_score()
    {
        var history = new RatingHistory(Rated, Ratings, default, 0);
        var scores = new float[Items];
        Model.Score(Model.FoldIn(history), scores);
        var contributions = new float[Rated.Length];
        for (var item = 0; item < Items; item++)
        {
            var rest = Model.Explain(history, item, contributions);
            Assert.Equal(scores[item], rest + contributions.Sum(), 1e-4f);
        }
    }

    [Fact]
    public void A_contribution_is_what_its_rating_moves_the_score_by()
    {
        // Without noise weights (ν → ∞, hence a = 1) the score is linear: moving a rating by δ moves its term alone.
        var linear = new BayesianMatrixFactorization(Parameters with { NoiseDegreesOfFreedom = 1e12f });
        float[] moved = [.. Ratings];
        moved[2] -= 1;
        var before = new float[Rated.Length];
        var after = new float[Rated.Length];
        var rest = linear.Explain(new RatingHistory(Rated, Ratings, default, 0), 9, before);
        var restAfter = linear.Explain(new RatingHistory(Rated, moved, default, 0), 9, after);

        Assert.Equal(rest, restAfter, 1e-4f);
        for (var position = 0; position < Rated.Length; position++)
        {
            if (position == 2)
                Assert.NotEqual(before[2], after[2], 1e-4f);
            else
                Assert.Equal(before[position], after[position], 1e-4f);
        }
    }

    [Fact]
    public void Someone_without_ratings_gets_the_strangers_factors()
    {
        var user = Model.FoldIn(default);

        for (var d = 0; d < Rank; d++)
            Assert.Equal(Parameters.StrangerMean[d], user[d], 1e-5f);
        var scores = new float[Items];
        Model.Score(user, scores);
        Assert.Equal(scores[4], Model.Explain(default, 4, []), 1e-5f);
    }

    [Fact]
    public void Folding_in_and_scoring_allocate_nothing()
    {
        var scores = new float[Items];
        Model.Score(Model.FoldIn(new RatingHistory(Rated, Ratings, default, 0)), scores);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var request = 0; request < 100; request++)
            Model.Score(Model.FoldIn(new RatingHistory(Rated, Ratings, default, 0)), scores);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Parameters_that_do_not_fit_together_are_refused()
    {
        Assert.Equal(
            $"ItemMeans must have {Items * Rank} numbers; got 1.",
            Assert.Throws<ArgumentException>(
                () => new BayesianMatrixFactorization(Parameters with { ItemMeans = new float[1] })).Message);
        float[] broken = [.. Parameters.StrangerMean];
        broken[4] = float.NaN;
        Assert.Equal(
            "StrangerMean must hold finite numbers only.",
            Assert.Throws<ArgumentException>(
                () => new BayesianMatrixFactorization(Parameters with { StrangerMean = broken })).Message);
    }

    /// <summary>The fold-in of docs/models/rating-head.md with full matrices and explicit inverses.</summary>
    private static double[] DenseFoldIn()
    {
        var gram = new double[Rank * Rank];
        var moment = new double[Rank];
        var share = new double[Rank];
        var square = 0.0;
        for (var position = 0; position < Rated.Length; position++)
        {
            var item = Rated[position];
            double weight = Parameters.ItemWeights.Span[item];
            var x = Parameters.ItemMeans.Span.Slice(item * Rank, Rank).ToArray().Select(entry => (double)entry).ToArray();
            var y = Ratings[position] - Parameters.Mean - x[0];
            x[0] = 1;
            double Covariance(int i, int j) => Parameters.ItemCovariances.Span[
                (item * FactorLayout.Packed) + FactorLayout.PackedIndex(Math.Min(i, j), Math.Max(i, j))];
            for (var i = 0; i < Rank; i++)
            {
                share[i] += Parameters.ItemPriorShares.Span[(item * Rank) + i];
                moment[i] += weight * ((x[i] * y) - (i == 0 ? 0 : Covariance(0, i)));
                for (var j = 0; j < Rank; j++)
                    gram[(i * Rank) + j] += weight * ((x[i] * x[j]) + (i == 0 || j == 0 ? 0 : Covariance(i, j)));
            }

            square += weight * y * y;
        }

        var n = Rated.Length;
        var m = Enumerable.Range(0, Rank).Select(d => Parameters.UserPriorMean[d] + (share[d] / n)
            + (Parameters.UserCountSlope[d] * (Math.Log(1 + n) - Parameters.UserMeanLogCount))).ToArray();
        var a = 1.0;
        for (var round = 1; ; round++)
        {
            var scale = Parameters.NoisePrecision * a;
            var inverse = Cholesky.Inverse<double>(
                [.. gram.Select((entry, index) => Parameters.UserPrecision[index] + (scale * entry))], Rank);
            var right = Enumerable.Range(0, Rank).Select(i => (scale * moment[i])
                + Enumerable.Range(0, Rank).Sum(j => Parameters.UserPrecision[(i * Rank) + j] * m[j])).ToArray();
            var w = Enumerable.Range(0, Rank)
                .Select(i => Enumerable.Range(0, Rank).Sum(j => inverse[(i * Rank) + j] * right[j])).ToArray();
            if (round == 3)
                return w;
            var error = square;
            for (var i = 0; i < Rank; i++)
            {
                error -= 2 * w[i] * moment[i];
                for (var j = 0; j < Rank; j++)
                    error += ((w[i] * w[j]) + inverse[(i * Rank) + j]) * gram[(i * Rank) + j];
            }

            a = (Parameters.NoiseDegreesOfFreedom + n) / (Parameters.NoiseDegreesOfFreedom + (Parameters.NoisePrecision * error));
        }
    }
}
