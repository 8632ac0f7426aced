using Recofilm.Core.Hybrid;

namespace Recofilm.Core.Tests.Hybrid;

public class MaximalMarginalRelevanceTests
{
    private static readonly int[] Candidates = [10, 11, 20, 12, 30];

    [Fact]
    public void Without_diversity_the_order_stays() => Assert.Equal([10, 11, 20], Select(0f));

    [Fact]
    public void With_all_diversity_one_of_each_kind_comes_first() => Assert.Equal([10, 20, 30], Select(1f));

    [Fact]
    public void In_between_a_near_copy_falls_behind_the_next_of_another_kind()
    {
        // After 10: 11 has 0.6 · 0.8 − 0.4 · 1 = 0.08, 20 has 0.6 · 0.6 = 0.36, 30 has 0.6 · 0.2 = 0.12.
        Assert.Equal([10, 20, 30], Select(0.4f));
    }

    [Fact]
    public void Diversity_out_of_range_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Select(1.1f));

    [Fact]
    public void A_ranking_is_reordered_within_blocks_only()
    {
        int[] ranking = [.. Enumerable.Range(0, 120)];

        MaximalMarginalRelevance.ReRank(ranking, 1f, (left, right) => left % 2 == right % 2 ? 1 : 0);

        Assert.Equal([0, 1], ranking[..2]);
        Assert.Equal(Enumerable.Range(0, 50), ranking[..50].Order());
        Assert.Equal(Enumerable.Range(50, 50), ranking[50..100].Order());
        Assert.Equal(Enumerable.Range(100, 20), ranking[100..].Order());
    }

    private static int[] Select(float diversity)
    {
        var list = new int[3];
        var count = MaximalMarginalRelevance.Select(
            Candidates, diversity, (left, right) => left / 10 == right / 10 ? 1 : 0, list);
        return list[..count];
    }
}
