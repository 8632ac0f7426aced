using Recofilm.Core.Ratings;
using Recofilm.Core.Tests.Training;

namespace Recofilm.Core.Tests.Ratings;

public class UserSampleTests
{
    [Fact]
    public void Few_ratings_are_all_used()
    {
        var ratings = TasteWorld.Ratings();

        Assert.Same(ratings, UserSample.Of(ratings, ratings.Count));
    }

    [Fact]
    public void A_sample_holds_whole_users_in_about_the_wanted_number()
    {
        var ratings = TasteWorld.Ratings(users: 400);

        var sample = UserSample.Of(ratings, ratings.Count / 4);

        var users = 0;
        for (var user = 0; user < ratings.UserCount; user++)
        {
            var count = sample.History(user).Count;
            Assert.True(count == 0 || count == ratings.History(user).Count);
            users += count > 0 ? 1 : 0;
        }

        Assert.InRange(users, 80, 120);
    }

    [Fact]
    public void A_user_stays_in_the_sample_when_others_join()
    {
        var before = UserSample.Of(TasteWorld.Ratings(users: 400), 400 * 6);
        var after = UserSample.Of(TasteWorld.Ratings(users: 404), 404 * 6);

        for (var user = 0; user < 400; user++)
            Assert.Equal(before.History(user).Count, after.History(user).Count);
    }
}
