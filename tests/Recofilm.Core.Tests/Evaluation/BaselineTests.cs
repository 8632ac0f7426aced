using Recofilm.Core.Collaborative;
using Recofilm.Core.Evaluation.Baselines;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Tests.Evaluation;

public class BaselineTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Biases_are_damped_means_of_what_is_left()
    {
        // μ = 3. Movie 1: (2 + 0) / (2 + 1) = 2/3. User 1 rated movie 1 with 5: (5 − 3 − 2/3) / (1 + 1) = 2/3.
        var train = RatingTables.WithoutTimes(3, (1, 1, 5f), (2, 1, 3f), (2, 2, 1f));
        var predictions = new float[2];

        new BiasBaseline(train, damping: 1).Predict(train.History(0), [0, 2], predictions);

        Assert.Equal(3 + (2 / 3f) + (2 / 3f), predictions[0], 1e-5f);
        Assert.Equal(3 + (2 / 3f), predictions[1], 1e-5f);
    }

    [Fact]
    public void Ease_of_too_many_users_and_movies_is_refused_before_any_memory_is_taken()
    {
        const int tooMany = EaseBaseline.MostSquared + 1;
        var train = RatingTables.WithoutTimes(tooMany, [.. Enumerable.Range(1, tooMany).Select(id => (id, id, 4f))]);

        var refusal = Assert.Throws<ArgumentException>(() => new EaseBaseline(train, cancellationToken: Cancellation));

        Assert.StartsWith(
            "EASE inverts a dense matrix, so users or movies must be at most 16000; there are 16001 and 16001.", refusal.Message, StringComparison.Ordinal);
        Assert.Null(EaseBaseline.WhyNot(Likes));
    }

    [Fact]
    public void Popularity_counts_likes_only()
    {
        var scores = Score(new PopularityBaseline(Likes), Likes, 0);

        Assert.Equal([2f, 2f, 2f, 1f], scores);
    }

    [Fact]
    public void Neighbours_vote_with_their_cosine()
    {
        // Likes: user 1 {1, 2}, user 2 {1, 2, 3}, user 3 {3, 4}. cos(1, 2) = 1, cos(1, 3) = 1/2, cos(3, 4) = 1/√2.
        var scores = Score(new ItemNeighboursBaseline(Likes, 10, cancellationToken: Cancellation), Likes, 0);

        Assert.Equal([1f, 1f, 1f, 0f], scores);
        var third = Score(new ItemNeighboursBaseline(Likes, 1, cancellationToken: Cancellation), Likes, 2);
        // With one neighbour each: movie 4's is 3, movie 3's is 4, movies 1 and 2 have each other.
        Assert.Equal([0f, 0f, 0.70710677f, 0.70710677f], third);
    }

    [Theory]
    [InlineData(4)] // As many users as columns of the smaller system need: solved by movies.
    [InlineData(9)] // Fewer users than movies: solved by users.
    public void Ease_agrees_with_its_formula(int movies)
    {
        const double lambda = 2;
        var train = RatingTables.WithoutTimes(
            movies, (1, 1, 5f), (1, 2, 4f), (2, 1, 5f), (2, 2, 4f), (2, 3, 4.5f), (3, 3, 4f), (3, 4, 4f), (3, 1, 1f),
            (4, 2, 5f), (5, 4, 4f), (5, 1, 5f));
        var expected = PlainEase(train, lambda, user: 1);

        var scores = Score(new EaseBaseline(train, lambda, cancellationToken: Cancellation), train, 1);

        for (var item = 0; item < movies; item++)
            Assert.Equal(expected[item], scores[item], 1e-5);
    }

    [Fact]
    public void A_matrix_times_its_inverse_is_one()
    {
        const int size = 75;
        var random = new Random(5);
        var factor = Enumerable.Range(0, size).Select(_ => Enumerable.Range(0, size).Select(_ => random.NextDouble()).ToArray()).ToArray();
        var matrix = Enumerable.Range(0, size).Select(i => Enumerable.Range(0, size)
            .Select(j => factor[i].Zip(factor[j], (a, b) => a * b).Sum() + (i == j ? 1 : 0)).ToArray()).ToArray();
        var inverse = matrix.Select(row => row.ToArray()).ToArray();

        SymmetricInverse.Invert(inverse, new ParallelOptions { CancellationToken = Cancellation });

        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
                Assert.Equal(i == j ? 1 : 0, Enumerable.Range(0, size).Sum(k => matrix[i][k] * inverse[k][j]), 1e-9);
        }
    }

    [Fact]
    public void A_matrix_that_is_not_positive_definite_is_refused() => Assert.Throws<ArithmeticException>(
        () => SymmetricInverse.Invert([[1, 0], [2, 1]], new ParallelOptions { CancellationToken = Cancellation }));

    [Fact]
    public void Random_lists_repeat_for_a_seed_and_differ_between_users()
    {
        var scores = Score(new RandomBaseline(3), Likes, 0);

        Assert.Equal(scores, Score(new RandomBaseline(3), Likes, 0));
        Assert.NotEqual(scores, Score(new RandomBaseline(4), Likes, 0));
        Assert.NotEqual(scores, Score(new RandomBaseline(3), Likes, 1));
    }

    private static RatingMatrix Likes => RatingTables.WithoutTimes(
        4, (1, 1, 5f), (1, 2, 4f), (2, 1, 5f), (2, 2, 4f), (2, 3, 4.5f), (3, 3, 4f), (3, 4, 4f), (3, 1, 3.5f));

    private static float[] Score(IRankingModel model, RatingMatrix train, int user)
    {
        var scores = new float[train.ItemCount];
        model.Score(train.History(user), scores);
        return scores;
    }

    // B = I − P / diag(P) by Gauss-Jordan elimination of XᵀX + λI.
    private static double[] PlainEase(RatingMatrix train, double lambda, int user)
    {
        var n = train.ItemCount;
        var x = new double[train.UserCount, n];
        for (var u = 0; u < train.UserCount; u++)
        {
            var history = train.History(u);
            for (var i = 0; i < history.Count; i++)
                x[u, history.Items[i]] = history.Ratings[i] >= 4 ? 1 : 0;
        }

        var a = new double[n, 2 * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
                a[i, j] = Enumerable.Range(0, train.UserCount).Sum(u => x[u, i] * x[u, j]) + (i == j ? lambda : 0);
            a[i, n + i] = 1;
        }

        for (var pivot = 0; pivot < n; pivot++)
        {
            var divisor = a[pivot, pivot];
            for (var j = 0; j < 2 * n; j++)
                a[pivot, j] /= divisor;
            for (var i = 0; i < n; i++)
            {
                var factor = i == pivot ? 0 : a[i, pivot];
                for (var j = 0; j < 2 * n; j++)
                    a[i, j] -= factor * a[pivot, j];
            }
        }

        return [.. Enumerable.Range(0, n).Select(j => Enumerable.Range(0, n)
            .Sum(i => i == j ? 0 : -x[user, i] * a[i, n + j] / a[j, n + j]))];
    }
}
