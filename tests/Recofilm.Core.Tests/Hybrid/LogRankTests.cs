using Recofilm.Core.Hybrid;

namespace Recofilm.Core.Tests.Hybrid;

public class LogRankTests
{
    [Fact]
    public void The_best_becomes_one_and_equals_keep_the_order_of_items()
    {
        float[] scores = [2f, 9f, 2f];
        LogRank.Normalise(scores);
        Assert.Equal(1f, scores[1]);
        Assert.Equal(1 - (MathF.Log(2) / MathF.Log(4)), scores[0], 1e-6f);
        Assert.Equal(1 - (MathF.Log(3) / MathF.Log(4)), scores[2], 1e-6f);
    }
}
