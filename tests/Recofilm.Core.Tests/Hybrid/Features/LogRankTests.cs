using Recofilm.Core.Hybrid.Features;

namespace Recofilm.Core.Tests.Hybrid.Features;

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

    [Fact]
    public void Every_rank_is_that_of_a_plain_sort_and_one_asked_for_is_the_same()
    {
        var random = new Random(3);
        var scores = Enumerable.Range(0, 5_001).Select(_ => MathF.Round((random.NextSingle() - 0.5f) * 4_000) * 1e-3f).ToArray();

        // Steps of a thousandth tie often; these differ in their last bits only.
        for (var item = 100; item < 400; item++)
            scores[item] = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(1.5f) + random.Next(1_000));
        scores[17] = -0f;
        scores[18] = 0f;
        var ranking = Enumerable.Range(0, scores.Length).OrderByDescending(item => scores[item]).ThenBy(item => item).ToArray();
        var ranked = scores.ToArray();

        LogRank.Normalise(ranked);

        for (var rank = 0; rank < ranking.Length; rank++)
        {
            Assert.Equal(1 - (MathF.Log(1 + rank) / MathF.Log(scores.Length + 1)), ranked[ranking[rank]]);
            Assert.Equal(ranked[ranking[rank]], LogRank.Of(scores, ranking[rank]));
        }
    }
}
