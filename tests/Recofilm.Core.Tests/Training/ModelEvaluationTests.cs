using Recofilm.Core.Catalog;
using Recofilm.Core.Fitting;
using Recofilm.Core.Metrics;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Ratings;
using Recofilm.Core.Training;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Training;

/// <summary>Candidate and champion are judged on the same ratings, which neither has seen.</summary>
public class ModelEvaluationTests
{
    private static readonly ModelTrainer Trainer = new(FastTraining.Options);

    private static readonly Dictionary<string, ModelSet> Nobody = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private static readonly EvaluatedCandidate First = Measure(TasteWorld.Catalog, TasteWorld.Ratings(), Nobody);

    [Fact]
    public void A_champion_of_the_same_ratings_is_exactly_as_good()
    {
        var again = Measure(TasteWorld.Catalog, TasteWorld.Ratings(), First.Models);

        Assert.Equal(
            [
                "svd_rmse", "collaborative_in_visit_ndcg", "hybrid_in_visit_ndcg",
                "collaborative_next_visit_ndcg", "hybrid_next_visit_ndcg",
            ],
            again.Paired.Select(measure => measure.Name));
        Assert.All(again.Paired, measure =>
        {
            Assert.Equal(again.Metrics[measure.Name], measure.Candidate, 9);
            Assert.Equal(measure.Champion, measure.Candidate, 9);
            Assert.Equal(0, measure.StandardError, 9);
        });
    }

    [Fact]
    public void A_champion_is_judged_by_what_was_fitted_to_the_train_part_alone()
    {
        var ratings = TasteWorld.Ratings();
        var split = InVisitSplit.Of(ratings);
        var whole = Trainer.Train(TasteWorld.Catalog, ratings, Cancellation).Collaborative;
        var leaked = new RankingEvaluator(split).Evaluate(whole, cancellationToken: Cancellation).MeanNdcg.Mean;

        var champion = Measure(TasteWorld.Catalog, ratings, First.Models).Paired
            .Single(measure => measure.Name == "collaborative_in_visit_ndcg");

        Assert.NotEqual(leaked, champion.Champion);
        Assert.Equal(First.Metrics["collaborative_in_visit_ndcg"], champion.Champion, 9);
    }

    [Fact]
    public void A_champion_that_learned_from_nonsense_is_found_out()
    {
        var nonsense = Measure(TasteWorld.Catalog, Upset(TasteWorld.Ratings()), Nobody);

        var compared = Measure(TasteWorld.Catalog, TasteWorld.Ratings(), nonsense.Models).Paired;

        var rmse = compared.Single(measure => measure.Name == "svd_rmse");
        Assert.True(rmse.Loss < -10 * rmse.StandardError, $"{rmse}");
        Assert.InRange(rmse.StandardError, 1e-4, 0.2);
    }

    [Fact]
    public void Movies_that_came_after_the_champion_change_nothing_for_the_others()
    {
        var catalog = new MovieCatalog([.. TasteWorld.Catalog.Movies.ToArray().Append(new Movie(5, "Newer", 2026, ["Comedy"]))]);
        var builder = new RatingMatrixBuilder(catalog, hasTimestamps: true);
        var ratings = TasteWorld.Ratings();
        for (var user = 0; user < ratings.UserCount; user++)
        {
            var history = ratings.History(user);
            for (var place = 0; place < history.Count; place++)
            {
                builder.Add(
                    ratings.UserIds[user], TasteWorld.Catalog[history.Items[place]].MovieId,
                    history.Ratings[place], history.Timestamps[place]);
            }
        }

        var compared = Measure(catalog, builder.Build(), First.Models).Paired;

        var champion = compared.Single(measure => measure.Name == "svd_rmse").Champion;
        Assert.Equal(First.Metrics["svd_rmse"], champion, 6);
    }

    private static EvaluatedCandidate Measure(
        MovieCatalog catalog, RatingMatrix ratings, IReadOnlyDictionary<string, ModelSet> champion)
    {
        var content = Trainer.TrainContent(catalog);
        return new ModelEvaluation(new TrainingOptions()).Measure(
            catalog, ratings, (_, split) => Trainer.Train(catalog, split.Train, content), champion, CancellationToken.None);
    }

    // Ratings that depend on the movie's number alone.
    private static RatingMatrix Upset(RatingMatrix ratings)
    {
        var builder = new RatingMatrixBuilder(TasteWorld.Catalog, hasTimestamps: true);
        for (var user = 0; user < ratings.UserCount; user++)
        {
            var history = ratings.History(user);
            for (var place = 0; place < history.Count; place++)
            {
                builder.Add(
                    ratings.UserIds[user], TasteWorld.Catalog[history.Items[place]].MovieId,
                    (history.Items[place] * 7 % 9 * 0.5f) + 0.5f, history.Timestamps[place]);
            }
        }

        return builder.Build();
    }
}
