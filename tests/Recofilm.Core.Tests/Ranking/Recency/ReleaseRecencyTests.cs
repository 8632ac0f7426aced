using Recofilm.Core.Catalog;
using Recofilm.Core.Ranking.Recency;
using Recofilm.Core.Ratings;

namespace Recofilm.Core.Tests.Ranking.Recency;

public class ReleaseRecencyTests
{
    private static readonly int?[] Years = [2000, 1990, 2001, 2010, null, 2000, 1998];

    private static readonly long LastRating = new DateTimeOffset(2001, 1, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    private static readonly long End = new DateTimeOffset(2005, 7, 1, 0, 0, 0, TimeSpan.Zero).ToUnixTimeSeconds();

    [Fact]
    public void What_came_out_since_the_last_rating_is_new_and_older_movies_less()
    {
        var releases = new ReleaseRecency(Trends(), years: 2);

        Assert.Equal(1f, At(releases, 2));
        Assert.Equal(Math.Exp(-0.5 / 2), At(releases, 0), 1e-3);
        Assert.Equal(Math.Exp(-2.5 / 2), At(releases, 6), 1e-3);
    }

    [Fact]
    public void What_is_not_out_at_the_request_is_not_new()
    {
        Assert.Equal(0f, At(new ReleaseRecency(Trends(), years: 2), 3));
    }

    [Fact]
    public void After_the_end_of_the_data_time_stands_still()
    {
        var releases = new ReleaseRecency(Trends(), years: 2);
        var longAfter = End + 1_000_000_000;

        Assert.Equal(
            releases.At(new RatingHistory([1], [4f], [End], End), 2),
            releases.At(new RatingHistory([1], [4f], [longAfter], longAfter), 2));
    }

    [Theory]
    [InlineData(0.01)]
    [InlineData(0.3)]
    [InlineData(2)]
    [InlineData(100)]
    public void Every_movie_receives_its_own_value(double years)
    {
        var releases = new ReleaseRecency(Trends(), years);
        var scores = new float[Years.Length];
        Array.Fill(scores, 5f);
        releases.Add(new RatingHistory([1], [4f], [LastRating], End), 3f, scores);

        for (var item = 0; item < scores.Length; item++)
            Assert.Equal(5 + (3 * At(releases, item)), scores[item], 1e-5f);
    }

    private static float At(ReleaseRecency releases, int item) =>
        releases.At(new RatingHistory([1], [4f], [LastRating], End), item);

    private static ItemTrends Trends()
    {
        var catalog = new MovieCatalog(Years.Select((year, item) => new Movie(item + 1, "A", year, [])));
        var builder = new RatingMatrixBuilder(catalog, hasTimestamps: true);
        builder.Add(1, 1, 4f, End);
        return ItemTrends.Of(catalog, builder.Build());
    }
}
