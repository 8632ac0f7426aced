using Microsoft.Extensions.Time.Testing;
using Recofilm.Core.Catalog;
using Recofilm.Core.Fitting;
using Recofilm.Core.Ratings;
using Recofilm.Core.Serving;
using Recofilm.Core.Tests.Registry.Artifacts;
using Recofilm.Core.Tests.Training;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Serving;

/// <summary>
/// The bytes that a list allocates depend on the list alone: a catalogue a hundred times as large costs no byte more.
/// </summary>
public class ListAllocationTests
{
    private const int MoreMovies = 6_000;

    // A list's own strings, such as its version, do not differ; what is pooled is borrowed once before anything is counted.
    private const long Slack = 256;

    // Ten movies with their fields; reasons and what is shared come on top.
    private const long MostOfTenMovies = 8 * 1024;

    private static readonly Recommender _recommender = new(new FakeTimeProvider(ExampleUser.Now));
    private static readonly Lazy<ModelLease> _large = new(Enlarged);

    public static TheoryData<string> Requests => ["collaborative", "collaborative, explained", "hybrid", "hybrid, weighted",
        "hybrid, anchored", "genres", "similar", "similar, collaborative"];

    [Theory, MemberData(nameof(Requests))]
    public void A_larger_catalogue_allocates_no_more(string request)
    {
        var small = AllocatedBy(ExampleUser.Model, request);
        var large = AllocatedBy(_large.Value, request);
        Assert.InRange(large, small / 2, small + Slack);
        if (!request.Contains("explained", StringComparison.Ordinal))
            Assert.InRange(large, 1, MostOfTenMovies);
    }

    private static long AllocatedBy(ModelLease model, string request)
    {
        // The first requests fill the pools and compile the code; now and then the runtime allocates for itself.
        for (var warmUp = 0; warmUp < 20; warmUp++)
            Assert.Equal(10, Answer(model, request).Recommendations.Count);
        var least = long.MaxValue;
        for (var trial = 0; trial < 10; trial++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Answer(model, request);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }

    private static RecommendationList Answer(ModelLease model, string request)
    {
        var user = ExampleUser.LikesComedy;
        return request switch
        {
            "collaborative" => _recommender.Collaborative(model, 5, user, new()),
            "collaborative, explained" => _recommender.Collaborative(model, 5, user, new() { Explain = true }),
            "hybrid" => _recommender.Hybrid(model, 5, user, new()),
            "hybrid, weighted" => _recommender.Hybrid(model, 5, user, new() { Weight = 0.5f }),
            "hybrid, anchored" => _recommender.Hybrid(model, 5, user, new() { AnchorMovieId = 90 }),
            "genres" => _recommender.ByGenres(model, 5, user, new() { Filter = new MovieFilter { Genres = ["Comedy"] } }),
            "similar" => _recommender.Similar(model, 5, user, 90, Similarity.Content, new()),
            _ => _recommender.Similar(model, 5, user, 90, Similarity.Collaborative, new()),
        };
    }

    /// <summary>The same world and ratings, with many movies that nobody rated.</summary>
    private static ModelLease Enlarged()
    {
        var world = TasteWorld.Catalog;
        var catalog = new MovieCatalog(
            [
                .. world.Movies.ToArray(),
                .. Enumerable.Range(1, MoreMovies)
                    .Select(index => new Movie(100_000 + index, $"More {index}", 1990, ["Western"])),
            ],
            Enumerable.Range(0, TasteWorld.MovieCount)
                .Select(item => new MovieTag(1, world[item].MovieId, TasteWorld.IsComedy(item) ? "funny" : "dark", null)));
        var ratings = TasteWorld.Ratings();
        var builder = new RatingMatrixBuilder(catalog, hasTimestamps: true);
        for (var user = 0; user < ratings.UserCount; user++)
        {
            for (var place = ratings.RowStarts[user]; place < ratings.RowStarts[user + 1]; place++)
                builder.Add(user + 1, world[ratings.Items[place]].MovieId, ratings.Ratings[place], ratings.Timestamps[place]);
        }

        return ModelSnapshot.Lease(
            ExampleModel.Manifest(1), new ModelTrainer(FastTraining.Options).Train(catalog, builder.Build()));
    }
}
