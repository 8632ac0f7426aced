using Recofilm.Core.Hybrid;
using Recofilm.Core.Ratings;
using Recofilm.Core.Tests.Ranking;

namespace Recofilm.Core.Tests.Hybrid;

public class ExampleSplitsTests
{
    private static readonly RatingMatrix Ratings = TrendingWorld.Ratings(spanDays: 1000, halfLifeDays: 50);

    [Fact]
    public void Visits_returns_newcomers_and_cuts_in_time_all_give_examples()
    {
        var options = new HybridOptions { SplitsOfAKind = 2, NewUserSplits = 1, TimeSplits = 2 };

        var examples = ExampleSplits.Of(Ratings, options).ToArray();
        var splits = Array.ConvertAll(examples, example => example.Split);

        Assert.Equal([0, 0, 1, 1, 2, 3, 3], examples.Select(example => example.Kind));
        Assert.Equal(splits[1].Train.Count + splits[1].Test.Count, splits[0].Train.Count);
        Assert.Equal(splits[3].Train.Count + splits[3].Test.Count, splits[2].Train.Count);
        Assert.All(splits[4].Users.ToArray(), user => Assert.InRange(splits[4].HistoryOf(user).Count, 1, 9));
        foreach (var cut in splits[5..])
        {
            var last = cut.Train.Timestamps.ToArray().Max();
            Assert.All(cut.Test.Timestamps.ToArray(), time => Assert.True(time > last));
        }

        Assert.True(splits[5].Train.Count > splits[6].Train.Count);
    }

    [Fact]
    public void A_kind_ends_with_enough_lists_and_may_be_left_out()
    {
        var options = new HybridOptions { ListsOfAKind = 10, NewUserSplits = 0, TimeSplits = 4 };

        Assert.Equal(3, ExampleSplits.Of(Ratings, options).Count());
    }
}
