using Recofilm.Core.Catalog;
using Recofilm.Core.Datasets.MovieLens;
using Recofilm.Core.Datasets.Sample;
using Recofilm.Core.Metrics;
using Recofilm.Core.Metrics.Splits;
using Recofilm.Core.Popularity;
using Recofilm.Core.Ranking;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Tests.Datasets.Sample;

public class SampleRatingsTests
{
    private static readonly MovieCatalog Catalog = SampleCatalog.Load();
    private static readonly RatingMatrix Ratings = SampleRatings.Simulate(Catalog);

    [Fact]
    public void The_crowd_has_the_size_it_promises()
    {
        Assert.Equal(600, Ratings.UserCount);
        Assert.InRange(Ratings.Count, 30_000, 50_000);
        for (var user = 0; user < Ratings.UserCount; user++)
            Assert.InRange(Ratings.History(user).Count, 10, Catalog.Count / 2);
    }

    [Fact]
    public void Ratings_are_half_stars_around_what_people_give()
    {
        Assert.All(Ratings.Ratings.ToArray(), rating =>
        {
            Assert.InRange(rating, 0.5f, 5f);
            Assert.Equal(0f, rating * 2 % 1);
        });
        Assert.InRange(Ratings.Ratings.ToArray().Average(), 3.3f, 3.8f);
    }

    [Fact]
    public void The_same_seed_gives_the_same_ratings_and_another_seed_others()
    {
        var options = new SampleOptions { Users = 20 };
        var once = SampleRatings.Simulate(Catalog, options);
        var twice = SampleRatings.Simulate(Catalog, options);
        var other = SampleRatings.Simulate(Catalog, options with { Seed = 8 });

        Assert.Equal(once.Items.ToArray(), twice.Items.ToArray());
        Assert.Equal(once.Ratings.ToArray(), twice.Ratings.ToArray());
        Assert.Equal(once.Timestamps.ToArray(), twice.Timestamps.ToArray());
        Assert.NotEqual(once.Items.ToArray(), other.Items.ToArray());
    }

    [Fact]
    public void Tastes_can_be_learned_on_both_splits()
    {
        var token = TestContext.Current.CancellationToken;
        foreach (var split in new[] { InVisitSplit.Of(Ratings), NextVisitSplit.Of(Ratings) })
        {
            var evaluator = new RankingEvaluator(split, threads: 1);
            var popularity = new PopularityModel(ItemStatistics.Of(split.Train));
            var collaborative = new CollaborativeTrainer(new CollaborativeOptions()).Train(split.Train, Catalog, token);

            var least = evaluator.Evaluate(popularity, cancellationToken: token).MeanNdcg.Mean;
            var learned = evaluator.Evaluate(collaborative, cancellationToken: token).MeanNdcg.Mean;

            Assert.True(learned > 1.15 * least, $"collaborative {learned:F4}, popularity {least:F4}");
        }
    }

    [Fact]
    public async Task The_folder_reads_back_as_what_was_simulated()
    {
        var folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            var options = new SampleOptions { Users = 15 };
            await SampleDataset.WriteAsync(folder, options, TestContext.Current.CancellationToken);

            var read = MovieLensFiles.Read(folder, cancellationToken: TestContext.Current.CancellationToken);

            var expected = SampleRatings.Simulate(Catalog, options);
            Assert.Equal(0, read.Rejected.Total);
            Assert.Equal(expected.UserIds.ToArray(), read.Ratings.UserIds.ToArray());
            Assert.Equal(expected.Items.ToArray(), read.Ratings.Items.ToArray());
            Assert.Equal(expected.Ratings.ToArray(), read.Ratings.Ratings.ToArray());
            Assert.Equal(expected.Timestamps.ToArray(), read.Ratings.Timestamps.ToArray());
            Assert.Equal(
                Catalog.Movies.ToArray().Select(movie => movie.Title),
                read.Catalog.Movies.ToArray().Select(movie => movie.Title));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Values_out_of_range_are_named()
    {
        Assert.Equal("Users must be at least 1.", Refusal(new SampleOptions { Users = 0 }));
        Assert.Equal("MeanRatings must be between 10 and 300.", Refusal(new SampleOptions { MeanRatings = 5 }));
    }

    private static string Refusal(SampleOptions options) =>
        Assert.Throws<ArgumentException>(() => SampleRatings.Simulate(Catalog, options)).Message;
}
