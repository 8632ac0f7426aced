using Recofilm.Core.Numerics;
using Recofilm.Core.RatingPrediction;
using Recofilm.Core.RatingPrediction.Kernels;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Tests.RatingPrediction;

public class BayesianMatrixFactorizationTests
{
    private const int Items = 37;

    private static readonly BayesianMatrixFactorization Narrow =
        new(RatingHeadExamples.Parameters(Items, new Random(8), FactorLayout.NarrowRank));
    private static readonly BayesianMatrixFactorization Wide =
        new(RatingHeadExamples.Parameters(Items, new Random(9), FactorLayout.WideRank));
    private static readonly int[] Rated = [3, 0, 36, 17, 5];
    private static readonly float[] Ratings = [4, 2.5f, 5, 0.5f, 3];

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    public void Fold_in_agrees_with_the_formula_written_out_densely(int rank)
    {
        var model = ModelOf(rank);
        var expected = DenseFoldIn(model.Parameters);
        var user = model.FoldIn(new RatingHistory(Rated, Ratings, default, 0));

        for (var d = 0; d < rank; d++)
            Assert.Equal(expected[d], user[d], 1e-4);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    public void All_movies_and_single_movies_get_the_same_score(int rank)
    {
        var model = ModelOf(rank);
        var user = model.FoldIn(new RatingHistory(Rated, Ratings, default, 0));
        var scores = new float[Items];
        var predictions = new float[Items];
        model.Score(user, scores);
        model.Predict(new RatingHistory(Rated, Ratings, default, 0), [.. Enumerable.Range(0, Items)], predictions);

        for (var item = 0; item < Items; item++)
        {
            var expected = model.Parameters.Mean + user[0] + model.Parameters.ItemMeans.Span[item * rank]
                + Enumerable.Range(1, rank - 1).Sum(d => user[d] * model.Parameters.ItemMeans.Span[(item * rank) + d]);
            Assert.Equal(expected, scores[item], 1e-5f);
            Assert.Equal(model.Parameters.Scale.Clip(expected), predictions[item], 1e-5f);
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    public void Contributions_and_the_rest_sum_to_the_unclipped_score(int rank)
    {
        var model = ModelOf(rank);
        var history = new RatingHistory(Rated, Ratings, default, 0);
        var scores = new float[Items];
        model.Score(model.FoldIn(history), scores);
        var contributions = new float[Rated.Length];
        for (var item = 0; item < Items; item++)
        {
            var rest = model.Explain(history, item, contributions);
            Assert.Equal(scores[item], rest + contributions.Sum(), 1e-4f);
        }
    }

    [Fact]
    public void A_contribution_is_what_its_rating_moves_the_score_by()
    {
        // Without noise weights (ν → ∞, hence a = 1) the score is linear: moving a rating by δ moves its term alone.
        var linear = new BayesianMatrixFactorization(Narrow.Parameters with { NoiseDegreesOfFreedom = 1e12f });
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

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    public void Someone_without_ratings_gets_the_strangers_factors(int rank)
    {
        var model = ModelOf(rank);
        var user = model.FoldIn(default);

        for (var d = 0; d < rank; d++)
            Assert.Equal(model.Parameters.StrangerMean[d], user[d], 1e-5f);
        var scores = new float[Items];
        model.Score(user, scores);
        Assert.Equal(scores[4], model.Explain(default, 4, []), 1e-5f);
    }

    [Theory]
    [InlineData(16)]
    [InlineData(32)]
    public void Folding_in_and_scoring_allocate_nothing(int rank)
    {
        var model = ModelOf(rank);
        var scores = new float[Items];
        model.Score(model.FoldIn(new RatingHistory(Rated, Ratings, default, 0)), scores);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var request = 0; request < 100; request++)
            model.Score(model.FoldIn(new RatingHistory(Rated, Ratings, default, 0)), scores);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Parameters_that_do_not_fit_together_are_refused()
    {
        Assert.Equal(
            $"ItemMeans must have {Items * FactorLayout.NarrowRank} numbers; got 1.",
            Assert.Throws<ArgumentException>(
                () => new BayesianMatrixFactorization(Narrow.Parameters with { ItemMeans = new float[1] })).Message);
        Assert.Equal(
            "UserPriorMean must have 16 or 32 numbers; got 24.",
            Assert.Throws<ArgumentException>(
                () => new BayesianMatrixFactorization(Narrow.Parameters with { UserPriorMean = new float[24] })).Message);
        float[] broken = [.. Narrow.Parameters.StrangerMean];
        broken[4] = float.NaN;
        Assert.Equal(
            "StrangerMean must hold finite numbers only.",
            Assert.Throws<ArgumentException>(
                () => new BayesianMatrixFactorization(Narrow.Parameters with { StrangerMean = broken })).Message);
    }

    private static BayesianMatrixFactorization ModelOf(int rank) => rank == FactorLayout.WideRank ? Wide : Narrow;

    /// <summary>The fold-in of docs/models/rating-head.md with full matrices and explicit inverses.</summary>
    private static double[] DenseFoldIn(BayesianMatrixFactorizationParameters parameters)
    {
        var rank = parameters.Rank;
        var gram = new double[rank * rank];
        var moment = new double[rank];
        var share = new double[rank];
        var square = 0.0;
        for (var position = 0; position < Rated.Length; position++)
        {
            var item = Rated[position];
            double weight = parameters.ItemWeights.Span[item];
            var x = parameters.ItemMeans.Span.Slice(item * rank, rank).ToArray().Select(entry => (double)entry).ToArray();
            var y = Ratings[position] - parameters.Mean - x[0];
            x[0] = 1;
            double Covariance(int i, int j) => parameters.ItemCovariances.Span[
                (item * FactorLayout.Packed(rank)) + FactorLayout.PackedIndex(rank, Math.Min(i, j), Math.Max(i, j))];
            for (var i = 0; i < rank; i++)
            {
                share[i] += parameters.ItemPriorShares.Span[(item * rank) + i];
                moment[i] += weight * ((x[i] * y) - (i == 0 ? 0 : Covariance(0, i)));
                for (var j = 0; j < rank; j++)
                    gram[(i * rank) + j] += weight * ((x[i] * x[j]) + (i == 0 || j == 0 ? 0 : Covariance(i, j)));
            }

            square += weight * y * y;
        }

        var n = Rated.Length;
        var m = Enumerable.Range(0, rank).Select(d => parameters.UserPriorMean[d] + (share[d] / n)
            + (parameters.UserCountSlope[d] * (Math.Log(1 + n) - parameters.UserMeanLogCount))).ToArray();
        var a = 1.0;
        for (var round = 1; ; round++)
        {
            var scale = parameters.NoisePrecision * a;
            var inverse = Cholesky.Inverse<double>(
                [.. gram.Select((entry, index) => parameters.UserPrecision[index] + (scale * entry))], rank);
            var right = Enumerable.Range(0, rank).Select(i => (scale * moment[i])
                + Enumerable.Range(0, rank).Sum(j => parameters.UserPrecision[(i * rank) + j] * m[j])).ToArray();
            var w = Enumerable.Range(0, rank)
                .Select(i => Enumerable.Range(0, rank).Sum(j => inverse[(i * rank) + j] * right[j])).ToArray();
            if (round == 3)
                return w;
            var error = square;
            for (var i = 0; i < rank; i++)
            {
                error -= 2 * w[i] * moment[i];
                for (var j = 0; j < rank; j++)
                    error += ((w[i] * w[j]) + inverse[(i * rank) + j]) * gram[(i * rank) + j];
            }

            a = (parameters.NoiseDegreesOfFreedom + n) / (parameters.NoiseDegreesOfFreedom + (parameters.NoisePrecision * error));
        }
    }
}
