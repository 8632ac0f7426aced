using Recofilm.Core.Catalog;
using Recofilm.Core.Content;
using Recofilm.Core.Popularity;
using Recofilm.Core.Ratings;
using Recofilm.Core.Registry.Arrow;
using Recofilm.Core.Registry.Artifacts;

namespace Recofilm.Core.Tests.Registry.Artifacts;

public class ContentArtifactTests
{
    private static readonly MovieCatalog Catalog = new(
        [
            new Movie(3, "Amélie", 2001, ["Comedy", "Romance"]), new Movie(9, "Nothing", null, []),
            new Movie(12, "Amélie Again", 2004, ["Romance"]),
        ],
        [new MovieTag(1, 3, "Paris", null), new MovieTag(1, 12, "paris", null)]);

    [Fact]
    public void A_content_model_scores_the_same_bits_after_its_file()
    {
        var options = new ContentOptions { Profile = new() { RatingOffset = 0.3f, RecencyHorizon = 7, RecencyFloor = 0.2f } };
        var model = new ContentTrainer(options).Train(Catalog, TestContext.Current.CancellationToken);
        var file = ContentArtifact.Write(model);

        var read = ContentArtifact.Read(file);

        Assert.Equal(file, ContentArtifact.Write(read));
        Assert.Equal(model.Terms.ToArray(), read.Terms.ToArray());
        Assert.Equal(model.Profile, read.Profile);
        float[] expected = new float[3], actual = new float[3];
        var history = new RatingHistory([0, 1], [5, 2], [10, 20], 30);
        model.Score(history, expected);
        read.Score(history, actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void A_content_file_that_points_outside_the_catalogue_is_refused()
    {
        var file = new ArrowTableBuilder(1).Values<sbyte>("field", [0]).Strings("term", ["Drama"])
            .Lists<int>("items", [0, 1], [5]).Lists<float>("weights", [0, 1], [1])
            .Metadata("item_count", "3").Metadata("rating_offset", 1).Metadata("recency_horizon", 1)
            .Metadata("recency_floor", 0).Build();

        var exception = Assert.Throws<InvalidDataException>(() => ContentArtifact.Read(file));

        Assert.Equal(
            "content.arrow: Row 0 of a sparse matrix has columns out of order or out of range.", exception.Message);
    }

    [Fact]
    public void A_content_file_with_an_unknown_field_is_refused()
    {
        var file = new ArrowTableBuilder(1).Values<sbyte>("field", [9]).Strings("term", ["x"]).Build();

        Assert.Equal(
            "content.arrow: term 0 is of the unknown field 9.",
            Assert.Throws<InvalidDataException>(() => ContentArtifact.Read(file)).Message);
    }

    [Fact]
    public void Statistics_are_the_same_after_their_file()
    {
        var builder = new RatingMatrixBuilder(Catalog, hasTimestamps: false);
        builder.Add(1, 3, 4.5f);
        builder.Add(2, 3, 3f);
        builder.Add(2, 12, 1f);
        var statistics = ItemStatistics.Of(builder.Build());

        var read = StatisticsArtifact.Read(StatisticsArtifact.Write(statistics));

        Assert.Equal(statistics.Counts.ToArray(), read.Counts.ToArray());
        Assert.Equal(statistics.LikedCounts.ToArray(), read.LikedCounts.ToArray());
        Assert.Equal(statistics.BayesianAverages.ToArray(), read.BayesianAverages.ToArray());
        Assert.Equal(statistics.GlobalMean, read.GlobalMean);
        Assert.Equal(statistics.PriorVotes, read.PriorVotes);
    }
}
