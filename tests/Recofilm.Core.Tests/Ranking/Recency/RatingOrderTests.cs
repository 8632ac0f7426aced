using Recofilm.Core.Ranking.Recency;

namespace Recofilm.Core.Tests.Ranking.Recency;

public class RatingOrderTests
{
    [Fact]
    public void Ratings_of_the_same_second_have_the_same_number_of_later_ones()
    {
        var later = new int[5];
        RatingOrder.CountLater([10, 20, 20, 30, 30], later);
        Assert.Equal([4, 2, 2, 0, 0], later);
    }

    [Fact]
    public void Without_times_no_rating_is_later_than_another()
    {
        int[] later = [7, 7, 7];
        RatingOrder.CountLater([], later);
        Assert.Equal([0, 0, 0], later);
    }

    [Fact]
    public void Decay_falls_from_one_to_the_floor()
    {
        var decay = new RecencyDecay(6f, 0.2f);
        Assert.Equal(1f, decay.Of(0), 1e-6f);
        Assert.Equal(0.2f + (0.8f / MathF.E), decay.Of(6), 1e-6f);
        Assert.Equal(0.2f, decay.Of(1000), 1e-6f);
    }

    [Fact]
    public void Horizons_between_blends_are_geometric_means()
    {
        var middle = RecencyDecay.Between(new(4f, 0f), new(16f, 0.5f), 0.5f);
        Assert.Equal(8f, middle.Horizon, 1e-4f);
        Assert.Equal(0.25f, middle.Floor, 1e-6f);
    }
}
