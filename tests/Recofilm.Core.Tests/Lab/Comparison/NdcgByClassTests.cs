using Recofilm.Core.Catalog;
using Recofilm.Core.Metrics;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Models;
using Recofilm.Core.Ratings;
using Recofilm.Core.Tests.Lab.Files;
using Recofilm.Lab.Comparison;
using Recofilm.Lab.Files;

namespace Recofilm.Core.Tests.Lab.Comparison;

public class NdcgByClassTests
{
    private const long Day = 86_400;

    // All requests are in 2000.
    private const long Request = 950_000_000;

    [Fact]
    public void Lists_are_divided_by_movie_by_history_and_by_time()
    {
        // Movies 1 and 2 are of train. The list of every user is the movies without their own, in order.
        var catalog = new MovieCatalog(
            new int?[] { 1990, 1990, 2000, 1998, 1980, null }.Select((year, item) => new Movie(item + 1, $"M{item}", year, [])));
        var ratings = RatingTables.Build(
            6,
            (1, 1, 5f, Request - 60), (1, 3, 5f, Request), (1, 5, 5f, Request + 1),
            (2, 1, 5f, Request - (40 * Day)), (2, 2, 5f, Request - (40 * Day)), (2, 4, 5f, Request), (2, 6, 5f, Request + 1));
        var split = RankingSplit.ByMark(ratings, [false, true, true, false, false, true, true]);
        var result = new RankingEvaluator(split).Evaluate(
            new InOrder(), cancellationToken: TestContext.Current.CancellationToken);
        var report = new SplitReport(new EvaluationSplit("s", [split]), [("in order", result)]);

        var classes = NdcgByClass.Of(report, catalog).Where(part => part.Lists > 0)
            .ToDictionary(part => (part.Kind, part.Name), part => (part.Lists, Assert.Single(part.Ndcg).Mean));

        // User 1 has the list 2, 3, 4, 5, 6; movie 3 is new, and 5 old. User 2 has 3, 4, 5, 6, and 4 is two years old.
        Assert.Equal((1, Gain(2)), Rounded("age of the movie, years", "< 1"));
        Assert.Equal((1, Gain(2)), Rounded("age of the movie, years", "1 to 3"));
        Assert.Equal((1, Gain(4)), Rounded("age of the movie, years", "> 10"));
        Assert.Equal((1, Math.Round((Gain(2) + Gain(4)) / Ideal, 12)), Rounded("number of ratings", "< 2"));
        Assert.Equal((1, Math.Round((Gain(2) + Gain(4)) / Ideal, 12)), Rounded("number of ratings", "more"));
        Assert.Equal((1, Math.Round((Gain(2) + Gain(4)) / Ideal, 12)), Rounded("time since the last rating", "< 1 hour"));
        Assert.Equal((1, Math.Round((Gain(2) + Gain(4)) / Ideal, 12)), Rounded("time since the last rating", "> 30 days"));
        Assert.Equal(7, classes.Count);

        (int, double) Rounded(string kind, string name)
        {
            var (lists, ndcg) = classes[(kind, name)];
            return (lists, Math.Round(ndcg, 12));
        }
    }

    [Fact]
    public void Without_times_and_without_lists_there_are_no_classes()
    {
        var catalog = RatingTables.Catalog(2);
        var timeless = RankingSplit.ByMark(RatingTables.WithoutTimes(2, (1, 1, 5f), (1, 2, 5f)), [false, true]);
        var nobody = RankingSplit.ByMark(RatingTables.Build(2, (1, 1, 5f, Request)), [false]);

        foreach (var split in (RankingSplit[])[timeless, nobody])
            Assert.Empty(NdcgByClass.Of(new SplitReport(new EvaluationSplit("s", [split]), []), catalog));
    }

    private static double Ideal => Gain(1) + Gain(2);

    private static double Gain(int rank) => Math.Round(1 / Math.Log2(rank + 1), 12);

    private sealed class InOrder : IRankingModel
    {
        public void Score(in RatingHistory history, Span<float> scores)
        {
            for (var item = 0; item < scores.Length; item++)
                scores[item] = -item;
        }
    }
}
