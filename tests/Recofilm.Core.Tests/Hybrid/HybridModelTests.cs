using Recofilm.Core.Catalog;
using Recofilm.Core.Content;
using Recofilm.Core.Hybrid;
using Recofilm.Core.Hybrid.Candidates;
using Recofilm.Core.Hybrid.Features;
using Recofilm.Core.Numerics;
using Recofilm.Core.Popularity;
using Recofilm.Core.Ranking;
using Recofilm.Core.RatingPrediction;
using Recofilm.Core.Ratings;
using Recofilm.Core.Tests.Ranking;

namespace Recofilm.Core.Tests.Hybrid;

public class HybridModelTests
{
    private static readonly MovieCatalog Catalog = SmallWorld.Catalog(80);
    private static readonly RatingMatrix Ratings = SmallWorld.Ratings(Catalog);
    private static readonly HybridModel Model = Train(Ratings, threads: 2);

    [Fact]
    public void Weight_one_is_the_collaborative_order_and_zero_the_content_order()
    {
        var history = Ratings.History(3);
        var (collaborative, content) = (new float[Catalog.Count], new float[Catalog.Count]);
        Model.Members.Collaborative.Score(history, collaborative);
        Model.Members.Content.Score(history, content);
        Assert.Equal(Top(collaborative), Top(Weighted(history, 1f)));
        Assert.Equal(Top(content), Top(Weighted(history, 0f)));
    }

    [Fact]
    public void Weight_one_half_takes_from_both_sides()
    {
        var history = Ratings.History(3);
        var mixed = Top(Weighted(history, 0.5f));
        Assert.NotEmpty(mixed.Intersect(Top(Weighted(history, 1f))));
        Assert.NotEmpty(mixed.Intersect(Top(Weighted(history, 0f))));
    }

    [Fact]
    public void Total_is_the_weighted_sum_of_components_between_zero_and_one()
    {
        var (total, collaborative, content) = (new float[80], new float[80], new float[80]);
        Model.ScoreWeighted(Ratings.History(0), 0.7f, 5, new HybridScores(total, collaborative, content));
        for (var item = 0; item < 80; item++)
        {
            Assert.InRange(collaborative[item], 0f, 1f);
            Assert.InRange(content[item], 0f, 1f);
            Assert.Equal((0.7f * collaborative[item]) + (0.3f * content[item]), total[item], 1e-6f);
        }
    }

    [Fact]
    public void Who_has_rated_every_movie_gets_scores_all_the_same()
    {
        int[] items = [.. Enumerable.Range(0, Catalog.Count)];
        var ratings = Array.ConvertAll(items, item => 1f + (item % 5));
        var times = Array.ConvertAll(items, item => 2_000_000L + item);
        var scores = new float[Catalog.Count];
        Model.Score(new RatingHistory(items, ratings, times, 3_000_000), scores);
        Assert.All(scores, score => Assert.True(float.IsFinite(score)));
    }

    [Fact]
    public void An_anchor_works_without_any_rating()
    {
        var (total, collaborative, content) = (new float[80], new float[80], new float[80]);
        Model.ScoreWeighted(default, 0.5f, 4, new HybridScores(total, collaborative, content));
        total[4] = 0;
        Assert.All(Top(total)[..3], item => Assert.Equal(1, Catalog[item].MovieId % 2));
    }

    [Fact]
    public void A_weight_out_of_range_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Weighted(Ratings.History(0), 1.5f));

    [Fact]
    public void Candidates_come_before_all_other_movies()
    {
        var history = Ratings.History(0);
        var model = new HybridModel(Model.Members, Model.Ensemble, new RequestQuotas(CandidateQuotas.Of(10)));
        var candidates = new int[model.Quotas.Others.Places];
        var columns = new float[candidates.Length * CandidateFeatures.Count];
        var count = model.Describe(history, candidates, columns, listLength: 0, out _);
        var scores = new float[Catalog.Count];
        model.Score(history, scores);
        var worst = candidates[..count].Min(item => scores[item]);
        Assert.InRange(count, 10, 20);
        Assert.All(
            Enumerable.Range(0, Catalog.Count).Except(candidates[..count]), item => Assert.True(scores[item] < worst));
    }

    [Fact]
    public void A_stranger_gets_the_most_liked()
    {
        var scores = new float[Catalog.Count];
        Model.Score(default, scores);
        Assert.Equal(Model.Members.Statistics.LikedCounts.ToArray().Max(), scores.Max());
    }

    [Fact]
    public void Any_number_of_threads_trains_the_same_ranking()
    {
        var other = Train(Ratings, threads: 1);
        Assert.Equal(other.Ensemble.Features, Model.Ensemble.Features);
        Assert.Equal(other.Ensemble.Thresholds, Model.Ensemble.Thresholds);
        Assert.Equal(other.Ensemble.Values, Model.Ensemble.Values);
        Assert.Equal(other.Quotas.Others.ToSpan(), Model.Quotas.Others.ToSpan());
    }

    [Fact]
    public void Ratings_without_times_train_and_serve_too()
    {
        var ratings = SmallWorld.Ratings(Catalog, hasTimestamps: false);
        var model = Train(ratings, threads: 2);
        var scores = new float[Catalog.Count];
        model.Score(ratings.History(0), scores);
        Assert.True(model.Ensemble.TreeCount > 0);
        Assert.All(scores, score => Assert.True(float.IsFinite(score)));
    }

    [Fact]
    public void Too_few_ratings_for_examples_leave_the_collaborative_order()
    {
        var builder = new RatingMatrixBuilder(Catalog, hasTimestamps: true);
        builder.Add(1, 1, 5f, 10);
        builder.Add(1, 3, 4f, 20);
        builder.Add(2, 1, 4f, 30);
        builder.Add(2, 5, 5f, 40);
        var ratings = builder.Build();
        var model = Train(ratings, threads: 1);
        var scores = new float[Catalog.Count];
        model.Score(ratings.History(0), scores);
        scores[0] = scores[2] = float.NegativeInfinity;
        Assert.Equal(0, model.Ensemble.TreeCount);
        Assert.Equal(4, Top(scores)[0]);
    }

    private static HybridModel Train(RatingMatrix ratings, int threads)
    {
        var content = new ContentTrainer().Train(Catalog, TestContext.Current.CancellationToken);
        var options = new HybridOptions
        {
            Threads = threads,
            Candidates = 30,
            TrainingCandidates = 30,
            SplitsOfAKind = 1,
            NewUserSplits = 0,
            TimeSplits = 0,
            Ensemble = new() { Trees = 20 },
        };
        var cancellation = TestContext.Current.CancellationToken;
        var trainer = new HybridTrainer(options);
        var examples = new HybridExamples();
        foreach (var (kind, split) in trainer.SplitsOf(ratings))
            trainer.AddExamples(examples, kind, split, Members(split.Train), cancellation);
        return trainer.Fit(Members(ratings), examples, cancellation);

        HybridMembers Members(RatingMatrix train) => new(
            new CollaborativeTrainer(new() { Factors = new() { Dimension = 8 } }).Train(train, Catalog, cancellation),
            new BayesianMatrixFactorizationTrainer(new() { BurnInSweeps = 5, Samples = 3 }).Train(train, Catalog, cancellation),
            content, ItemStatistics.Of(train));
    }

    private static float[] Weighted(in RatingHistory history, float weight)
    {
        var total = new float[Catalog.Count];
        Model.ScoreWeighted(
            history, weight, anchor: null, new HybridScores(total, new float[Catalog.Count], new float[Catalog.Count]));
        return total;
    }

    private static int[] Top(float[] scores)
    {
        var top = new int[10];
        TopK.Select(scores, top);
        return top;
    }
}
