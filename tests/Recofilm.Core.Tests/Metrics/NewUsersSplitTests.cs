using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Ratings;
using Recofilm.Core.Tests.Lab.Files;

namespace Recofilm.Core.Tests.Metrics;

public class NewUsersSplitTests
{
    // 200 users with 25 ratings each, one a minute; users above 190 have 19.
    private static readonly RatingMatrix Ratings = RatingTables.Build(25, [.. Enumerable.Range(1, 200).SelectMany(user =>
        Enumerable.Range(1, user > 190 ? 19 : 25).Select(movie => (user, movie, 4f, 60L * movie)))]);

    [Fact]
    public void A_fifth_of_the_users_keep_their_first_one_to_nine_ratings()
    {
        var split = NewUsersSplit.Of(Ratings);

        Assert.InRange(split.Users.Length, 25, 55);
        var kept = new SortedSet<int>();
        foreach (var user in split.Users)
        {
            var history = split.HistoryOf(user);
            kept.Add(history.Count);
            Assert.True(Ratings.UserIds[user] <= 190);
            Assert.Equal(Enumerable.Range(0, history.Count), history.Items.ToArray());
            Assert.Equal(25 - history.Count, split.RelevantOf(user).Length);
            Assert.Equal(60, history.SecondsSinceLastRating);
        }

        Assert.Equal(Enumerable.Range(1, 9), kept);
        Assert.Equal(Ratings.Count, split.Train.Count + split.Test.Count);
    }

    [Fact]
    public void Another_seed_draws_other_users()
    {
        Assert.Equal(NewUsersSplit.Of(Ratings).Users.ToArray(), NewUsersSplit.Of(Ratings, seed: 1).Users.ToArray());
        Assert.NotEqual(NewUsersSplit.Of(Ratings).Users.ToArray(), NewUsersSplit.Of(Ratings, seed: 2).Users.ToArray());
    }

    [Fact]
    public void Without_times_any_of_their_ratings_are_the_first()
    {
        var split = NewUsersSplit.Of(RatingTables.WithoutTimes(25, [.. Enumerable.Range(1, 200).SelectMany(user =>
            Enumerable.Range(1, 25).Select(movie => (user, movie, 4f)))]));

        Assert.InRange(split.Users.Length, 25, 55);
        Assert.All(split.Users.ToArray(), user => Assert.InRange(split.HistoryOf(user).Count, 1, 9));
        Assert.Contains(split.Users.ToArray(), user => split.HistoryOf(user).Items[0] > 9);
    }
}
