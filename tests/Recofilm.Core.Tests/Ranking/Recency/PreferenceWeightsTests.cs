using Recofilm.Core.Ranking.Recency;

namespace Recofilm.Core.Tests.Ranking.Recency;

public class PreferenceWeightsTests
{
    [Fact]
    public void A_rating_weighs_by_the_level_it_reaches()
    {
        float[] ratings = [0.5f, 2.5f, 2.999f, 3f, 3.5f, 3.999f, 4f, 5f, 1f, 3f, 4.5f];
        var weights = new float[ratings.Length];
        new PreferenceWeights(Liked: 1f, Neutral: 0.4f, Disliked: 0.1f).Of(ratings, weights);
        Assert.Equal([0.1f, 0.1f, 0.1f, 0.4f, 0.4f, 0.4f, 1f, 1f, 0.1f, 0.4f, 1f], weights);
    }
}
