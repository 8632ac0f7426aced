using Microsoft.Extensions.Time.Testing;
using Recofilm.Core.Catalog;
using Recofilm.Core.Ratings;
using Recofilm.Core.Serving;
using Recofilm.Core.Tests.Artifacts;
using Recofilm.Core.Tests.Training;
using Recofilm.Core.Training;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Serving;

public class RecommenderAllocationTests
{
    private static readonly Recommender Recommender = new(new FakeTimeProvider(ExampleUser.Now));

    [Fact]
    public void What_a_request_allocates_does_not_grow_with_the_catalogue()
    {
        var large = WithUnratedMovies(15_000);

        AssertSame(model => Recommender.Collaborative(model, 1, ExampleUser.LikesComedy, new()));
        AssertSame(model => Recommender.Similar(model, 1, ExampleUser.LikesComedy, 110, Similarity.Content, new()));
        AssertSame(model => Recommender.Hybrid(model, 1, ExampleUser.LikesComedy, new() { AnchorMovieId = 110 }));

        void AssertSame(Func<ModelSnapshot, RecommendationList> request)
        {
            var inSmall = AllocatedBy(() => request(ExampleUser.Model));
            var inLarge = AllocatedBy(() => request(large));
            Assert.InRange(inLarge, 1, inSmall + 1_024);
            Assert.InRange(inLarge, 1, 8 * 1_024);
        }
    }

    private static long AllocatedBy(Func<object> request)
    {
        // The first requests fill the pools and compile the code.
        for (var warmUp = 0; warmUp < 20; warmUp++)
            request();
        var least = long.MaxValue;
        for (var trial = 0; trial < 10; trial++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            request();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static ModelSnapshot WithUnratedMovies(int count)
    {
        var catalog = new MovieCatalog(TasteWorld.Catalog.Movies.ToArray().Concat(
            Enumerable.Range(1_000, count).Select(id => new Movie(id, $"Movie {id}", 2020, ["Drama"]))));
        var builder = new RatingMatrixBuilder(catalog, hasTimestamps: true);
        var ratings = TasteWorld.Ratings(users: 20);
        for (var user = 0; user < ratings.UserCount; user++)
        {
            var history = ratings.History(user);
            for (var place = 0; place < history.Count; place++)
                builder.Add(user, (history.Items[place] + 1) * 10, history.Ratings[place], history.Timestamps[place]);
        }

        return new ModelSnapshot(ExampleModel.Manifest(1), new ModelTrainer(FastTraining.Options).Train(
            catalog, builder.Build(), TestContext.Current.CancellationToken));
    }
}
