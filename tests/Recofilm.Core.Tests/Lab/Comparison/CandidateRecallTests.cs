using Recofilm.Core.Hybrid.Candidates;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Tests.Hybrid;
using Recofilm.Core.Tests.Ranking;
using Recofilm.Lab.Comparison;
using Recofilm.Lab.Files;

namespace Recofilm.Core.Tests.Lab.Comparison;

public class CandidateRecallTests
{
    [Fact]
    public void Generators_and_their_union_are_measured_on_the_same_lists()
    {
        var split = NextVisitSplit.Of(TrendingWorld.Ratings(spanDays: 1000, halfLifeDays: 20));
        var hybrid = CandidateWorld.Hybrid(TrendingWorld.Catalog, split.Train);

        var recall = CandidateRecall.Of(
            new EvaluationSplit("next_visit", [split]), (_, _) => hybrid, threads: 0, TestContext.Current.CancellationToken);

        var lately = recall.Generators[(int)CandidateGenerator.PopularLately];
        var ever = recall.Generators[(int)CandidateGenerator.PopularEver];
        Assert.True(lately.RecallOfQuota > 2 * ever.RecallOfQuota);
        Assert.True(lately.RecallAt100 >= lately.RecallOfQuota);
        Assert.All(recall.Generators, generator =>
        {
            Assert.Equal(hybrid.Quotas.Others[generator.Generator], generator.Quota);
            Assert.InRange(generator.RecallOfQuota, 0, recall.Recall);
            Assert.InRange(generator.OnlyHere, 0, generator.RecallOfQuota);
        });
        Assert.InRange(recall.RecallAt100, 0, recall.Recall);
        Assert.InRange(recall.Size, 100, hybrid.Quotas.Others.Places);
    }

    [Fact]
    public void The_union_begins_with_a_share_of_every_generator()
    {
        var quotas = CandidateQuotas.Of(9);
        var lists = CandidateQuotas.Generators.ToArray().Select(_ => Array.Empty<int>()).ToArray();
        lists[(int)CandidateGenerator.RankingHead] = [.. Enumerable.Range(1, 20)];
        lists[(int)CandidateGenerator.Factors] = [2, 31, 32, 33];

        // Nine places of the first and three of the second: one of these after every three of those.
        Assert.Equal([1, 2, 3, 4, 5, 31, 6, 7, 8, 32, 9], quotas.Join(lists));
    }
}
