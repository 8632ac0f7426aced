using Recofilm.Core.Catalog;
using Recofilm.Core.Datasets.MovieLens;
using Recofilm.Core.Ranking;
using Recofilm.Core.Ranking.Recency;
using Recofilm.Core.Ratings;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Ranking;

public class SessionBlendLearnerTests
{
    private static readonly SessionBlend Visit = new SessionBlendOptions().Visit.With(preference: 0);

    /// <summary>
    /// MovieLens shows pages of movies that belong together; dealt anew, the last rating says no more than the first.
    /// </summary>
    [Fact]
    public void On_MovieLens_a_visit_looks_back_a_few_ratings_and_without_an_order_all_the_way()
    {
        Assert.SkipWhen(MovieLens.Folder is null, "shared/data/ml-latest-small is not beside the checkout.");
        var data = MovieLensFiles.Read(MovieLens.Folder, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(Visit, Learn(data.Ratings, data.Catalog));

        var learned = Learn(Dealt(data.Ratings, data.Catalog), data.Catalog);
        Assert.Equal(RecencyDecay.None, learned.NeighbourDecay);
        Assert.Equal(RecencyDecay.None, learned.FactorDecay);
        Assert.Equal(new SessionBlendOptions().Return.FactorShare, learned.FactorShare);
        Assert.Equal((0f, 0f), (learned.TrendWeight, learned.NewnessWeight));
    }

    [Fact]
    public void A_few_users_do_not_decide()
    {
        var catalog = SmallWorld.Catalog();

        Assert.Equal(Visit, Learn(Dealt(SmallWorld.Ratings(catalog), catalog), catalog));
    }

    [Fact]
    public async Task It_is_not_asked_where_nobody_wants_to_know_or_nothing_has_an_order()
    {
        var data = MovieLensFiles.Read(
            await MovieLens.FolderOrSampleAsync(), cancellationToken: TestContext.Current.CancellationToken);
        var dealt = Dealt(data.Ratings, data.Catalog);

        Assert.Equal(Visit, Learn(dealt, data.Catalog, visitRatings: 0));
        Assert.Equal(Visit, Learn(Copy(dealt, data.Catalog, hasTimestamps: false), data.Catalog));
    }

    private static SessionBlend Learn(RatingMatrix ratings, MovieCatalog catalog, int visitRatings = 1_000_000) =>
        new CollaborativeTrainer(new() { VisitRatings = visitRatings, Factors = new() { Dimension = 16 } })
            .Train(ratings, catalog, TestContext.Current.CancellationToken).Blend.Visit;

    // The same ratings at the same times, but which at which.
    private static RatingMatrix Dealt(RatingMatrix ratings, MovieCatalog catalog) => Copy(ratings, catalog, hasTimestamps: true);

    private static RatingMatrix Copy(RatingMatrix ratings, MovieCatalog catalog, bool hasTimestamps)
    {
        var random = new Random(7);
        var builder = new RatingMatrixBuilder(catalog, hasTimestamps);
        for (var user = 0; user < ratings.UserCount; user++)
        {
            var history = ratings.History(user);
            var times = history.Timestamps.ToArray();
            random.Shuffle(times);
            for (var place = 0; place < history.Count; place++)
                builder.Add(ratings.UserIds[user], catalog[history.Items[place]].MovieId, history.Ratings[place], times[place]);
        }

        return builder.Build();
    }
}
