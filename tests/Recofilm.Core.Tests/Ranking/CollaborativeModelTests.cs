using System.Text.Json;
using Recofilm.Core.Catalog;
using Recofilm.Core.Fitting;
using Recofilm.Core.Ranking;
using Recofilm.Core.Ranking.ImplicitAls;
using Recofilm.Core.Ranking.Recency;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Tests.Ranking;

public class CollaborativeModelTests
{
    // Its ratings are of early 1970: some movies were new then, and some not out yet.
    private static readonly MovieCatalog Catalog = SmallWorld.Catalog(firstYear: 1950);

    [Theory]
    [InlineData(0L)]
    [InlineData(20_000L)]
    [InlineData(10_000_000L)]
    public void What_each_rating_contributes_sums_to_the_score(long secondsSinceLastRating)
    {
        var matrix = SmallWorld.Ratings(Catalog);
        var model = Train(matrix);
        var history = matrix.History(3, matrix.History(3).RequestTime + secondsSinceLastRating);
        var scores = new float[Catalog.Count];
        int[] items = [.. Enumerable.Range(0, Catalog.Count)];
        using (var scored = new CollaborativeScores(model, history, scores))
            scored.Refine(items, scores);
        var (contributions, rest) = (new float[items.Length * history.Count], new float[items.Length]);
        model.Explain(history, items, contributions, rest);
        foreach (var item in items)
        {
            var terms = contributions.AsSpan(item * history.Count, history.Count).ToArray();
            Assert.Equal(scores[item], rest[item] + terms.Sum(), 1e-4f);
        }
    }

    [Fact]
    public void Any_number_of_threads_trains_the_same_bytes()
    {
        var matrix = SmallWorld.Ratings(Catalog);
        var (one, three) = (Train(matrix, threads: 1), Train(matrix, threads: 3));
        Assert.Equal(one.Factors.Factors, three.Factors.Factors);
        Assert.Equal(one.Neighbours.Targets, three.Neighbours.Targets);
        Assert.Equal(one.Neighbours.Weights, three.Neighbours.Weights);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_user_gets_movies_of_their_own_taste(bool hasTimestamps)
    {
        var matrix = SmallWorld.Ratings(Catalog, hasTimestamps: hasTimestamps);
        var scores = new float[Catalog.Count];
        Train(matrix).Score(matrix.History(0), scores);
        Assert.True(MeanOfTaste(scores, even: false) > MeanOfTaste(scores, even: true));
    }

    [Fact]
    public void The_order_within_one_second_means_nothing()
    {
        var model = Train(SmallWorld.Ratings(Catalog));
        var (first, second) = (new float[Catalog.Count], new float[Catalog.Count]);
        model.Score(new RatingHistory([4, 9, 17], [5f, 3f, 4f], [100, 200, 200], 210), first);
        model.Score(new RatingHistory([4, 17, 9], [5f, 4f, 3f], [100, 200, 200], 210), second);
        for (var item = 0; item < Catalog.Count; item++)
            Assert.Equal(first[item], second[item], 1e-5f);
    }

    [Fact]
    public void A_stranger_scores_zero_everywhere()
    {
        var scores = new float[Catalog.Count];
        Train(SmallWorld.Ratings(Catalog)).Score(default, scores);
        Assert.All(scores, score => Assert.Equal(0f, score));
    }

    [Fact]
    public void Who_comes_back_gets_what_is_watched_now_and_what_is_new_and_no_rating_is_the_reason()
    {
        var matrix = SmallWorld.Ratings(Catalog);
        var model = Train(matrix);
        var history = matrix.History(3, matrix.History(3).RequestTime + 10_000_000);
        var without = new CollaborativeModel(
            model.Neighbours, model.Factors, model.Trends,
            model.Blend with { Return = model.Blend.Return with { TrendWeight = 0, NewnessWeight = 0 } });
        var (scores, plain) = (new float[Catalog.Count], new float[Catalog.Count]);
        model.Score(history, scores);
        without.Score(history, plain);

        var trend = new PopularityTrend(model.Trends, model.Blend.TrendHalfLifeDays, model.Blend.TrendPseudoRatings)
            .At(history.RequestTime).ToArray();
        var releases = new ReleaseRecency(model.Trends, model.Blend.NewnessYears);
        int[] items = [.. Enumerable.Range(0, Catalog.Count)];
        var rest = new float[items.Length];
        model.Explain(history, items, new float[items.Length * history.Count], rest);
        foreach (var item in items)
        {
            var newness = model.Blend.Return.NewnessWeight * releases.At(history, item);
            Assert.Equal((model.Blend.Return.TrendWeight * trend[item]) + newness, rest[item], 1e-5f);
            Assert.Equal(plain[item] + rest[item], scores[item], 1e-4f);
        }
    }

    [Fact]
    public void A_mixture_that_was_stored_before_there_was_newness_has_none()
    {
        var blend = LearnedSessionBlend.Of(new SessionBlendOptions(), 1, spanDays: 365);
        var stored = JsonSerializer.SerializeToNode(blend, ModelOptionsJson.Default.LearnedSessionBlend)!;
        stored.AsObject().Remove("newness_years");
        stored["return"]!.AsObject().Remove("newness_weight");
        var read = stored.Deserialize(ModelOptionsJson.Default.LearnedSessionBlend)!;
        Assert.Equal(blend with { Return = blend.Return with { NewnessWeight = 0 } }, read);

        var matrix = SmallWorld.Ratings(Catalog);
        var trained = Train(matrix);
        var model = new CollaborativeModel(trained.Neighbours, trained.Factors, trained.Trends, read);
        var history = matrix.History(3, matrix.History(3).RequestTime + 10_000_000);
        var (scores, contributions, rest) = (new float[Catalog.Count], new float[history.Count], new float[1]);
        model.Score(history, scores);
        var item = Enumerable.Range(0, Catalog.Count).Except(history.Items.ToArray()).First();
        model.Explain(history, [item], contributions, rest);
        Assert.Equal(scores[item], rest[0] + contributions.Sum(), 1e-4f);
    }

    [Fact]
    public void Similar_movies_are_those_of_the_same_taste()
    {
        var scores = new float[Catalog.Count];
        Train(SmallWorld.Ratings(Catalog)).ScoreSimilar(1, scores);
        scores[1] = 0;
        Assert.True(MeanOfTaste(scores, even: true) > MeanOfTaste(scores, even: false));
    }

    [Fact]
    public void An_option_out_of_range_is_named()
    {
        var wrong = new CollaborativeOptions { Factors = new ImplicitAlsOptions { Dimension = 0 } };
        var error = Assert.Throws<ArgumentException>(() => new CollaborativeTrainer(wrong));
        Assert.StartsWith("Dimension must be between 1 and 512.", error.Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "ReturnVisits must be at least 0.",
            Assert.Throws<ArgumentException>(() => new CollaborativeTrainer(new() { ReturnVisits = -1 })).Message,
            StringComparison.Ordinal);
        Assert.StartsWith(
            "VisitRatings must be at least 0.",
            Assert.Throws<ArgumentException>(() => new CollaborativeTrainer(new() { VisitRatings = -1 })).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Newness_cannot_be_negative_or_take_no_time()
    {
        var blend = new SessionBlendOptions();
        var negative = blend with { Return = blend.Return with { NewnessMultiple = -1 } };
        Assert.StartsWith(
            "Return.NewnessMultiple must be at least 0 and finite.",
            Assert.Throws<ArgumentException>(negative.Validate).Message, StringComparison.Ordinal);
        Assert.StartsWith(
            "NewnessYears must be above 0 and finite.",
            Assert.Throws<ArgumentException>((blend with { NewnessYears = 0 }).Validate).Message, StringComparison.Ordinal);
    }

    private static CollaborativeModel Train(RatingMatrix matrix, int threads = 1) =>
        new CollaborativeTrainer(new CollaborativeOptions { Threads = threads, Factors = new() { Dimension = 8 } })
            .Train(matrix, Catalog, TestContext.Current.CancellationToken);

    private static float MeanOfTaste(float[] scores, bool even) => Enumerable.Range(0, Catalog.Count)
        .Where(item => Catalog[item].MovieId % 2 == (even ? 0 : 1)).Average(item => scores[item]);
}
