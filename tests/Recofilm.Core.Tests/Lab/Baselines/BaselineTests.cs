using Recofilm.Core.Models;
using Recofilm.Core.Ratings;
using Recofilm.Core.Tests.Lab.Files;
using Recofilm.Lab.Baselines;

namespace Recofilm.Core.Tests.Lab.Baselines;

public class BaselineTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void Recent_popularity_counts_the_ratings_of_the_last_days_before_the_request()
    {
        const long Day = 86_400;
        var train = RatingTables.Build(
            3, (1, 1, 1f, 10 * Day), (2, 1, 5f, 12 * Day), (2, 2, 5f, 12 * Day),
            (3, 2, 4f, (13 * Day) - 1), (3, 3, 4f, 13 * Day));
        var model = new RecentPopularityBaseline(train, days: 1);
        var scores = new float[3];

        // A day up to day 13, which is not in it; then the day up to the newest rating, which is.
        model.Score(train.History(0, 13 * Day), scores);
        Assert.Equal([1f, 2f, 0f], scores);
        model.Score(train.History(0, 900 * Day), scores);
        Assert.Equal([0f, 1f, 1f], scores);
    }

    [Fact]
    public void Its_days_are_chosen_on_earlier_cuts()
    {
        // Ten old hits fill the lists of a whole year. One group rates a movie two days before the other, every four days.
        const long Day = 86_400;
        var hits = from user in Enumerable.Range(100, 50)
                   from movie in Enumerable.Range(1, 10)
                   select (user, movie, 5f, (long)movie);
        var ratings = from visit in Enumerable.Range(0, 75)
                      from user in Enumerable.Range(1, 12)
                      select (user, 11 + visit, 5f, (((4 * visit) + (user <= 6 ? 0 : 2)) * Day) + user);

        var model = RecentPopularityBaseline.Choose(
            RatingTables.Build(85, [.. hits, .. ratings]), cancellationToken: Cancellation);

        Assert.InRange(model.Days, 1, 180);
        var untimed = RatingTables.WithoutTimes(2, (1, 1, 4f), (1, 2, 4f));
        Assert.Equal(365, RecentPopularityBaseline.Choose(untimed, cancellationToken: Cancellation).Days);
    }

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
            "EASE inverts a dense matrix, so users or movies must be at most 16000; got 16001 and 16001.",
            refusal.Message, StringComparison.Ordinal);
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
        var scores = Score(new ItemKnnBaseline(Likes, 10, cancellationToken: Cancellation), Likes, 0);

        Assert.Equal([1f, 1f, 1f, 0f], scores);
        var third = Score(new ItemKnnBaseline(Likes, 1, cancellationToken: Cancellation), Likes, 2);
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
