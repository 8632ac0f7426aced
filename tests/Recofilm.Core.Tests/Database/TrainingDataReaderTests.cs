using Recofilm.Core.Database.Import;
using Recofilm.Core.Database.Training;
using Recofilm.Core.Datasets.MovieLens;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Database;

public class TrainingDataReaderTests(PostgresFixture postgres) : DatabaseTest(postgres)
{
    private TrainingDataReader Reader => new(Database.DataSource);

    [Fact]
    public async Task Movies_tags_and_ratings_are_read_in_the_order_of_the_matrix()
    {
        await FillAsync();

        var data = await Reader.ReadAsync(Cancellation);

        Assert.Equal(["Heat", "Casino", "Unrated"], data.Catalog.Movies.ToArray().Select(movie => movie.Title));
        Assert.Equal([1995, null, 2001], data.Catalog.Movies.ToArray().Select(movie => movie.Year));
        Assert.Equal(["Crime", "Drama"], data.Catalog[0].Genres);
        Assert.Equal(["based on a book", "slow"], data.Catalog.TagsOf(1));
        Assert.Equal([3, 8], data.Ratings.UserIds.ToArray());
        Assert.Equal([0, 1, 3], data.Ratings.RowStarts.ToArray());
        // User 8 rated movie 20 half a second before movie 10: the same second, so the lower index comes first.
        Assert.Equal([1, 0, 1], data.Ratings.Items.ToArray());
        Assert.Equal([0.5f, 5f, 3.5f], data.Ratings.Ratings.ToArray());
        Assert.Equal([-1L, 100, 100], data.Ratings.Timestamps.ToArray());
        Assert.Equal(3, data.Ratings.ItemCount);
    }

    [Fact]
    public async Task An_empty_database_gives_empty_data()
    {
        var data = await Reader.ReadAsync(Cancellation);

        Assert.Equal((0, 0, 0), (data.Catalog.Count, data.Ratings.UserCount, data.Ratings.Count));
    }

    [Fact]
    public async Task The_fingerprint_does_not_depend_on_how_the_database_stores_rows()
    {
        await FillAsync();
        var before = await Reader.ReadAsync(Cancellation);

        // Every row moves to a new place.
        await Database.ExecuteAsync(
            "UPDATE ratings SET rating = rating WHERE user_id = 3; UPDATE movies SET year = year WHERE movie_id = 10;" +
            "UPDATE tags SET tag = tag WHERE tag = 'slow'");
        var after = await Reader.ReadAsync(Cancellation);

        Assert.Matches("^[0-9a-f]{64}$", before.Fingerprint);
        Assert.Equal(before.Fingerprint, after.Fingerprint);
    }

    [Theory]
    [InlineData("UPDATE ratings SET rating = 4.0 WHERE user_id = 3")]
    [InlineData("UPDATE ratings SET created_at = created_at + interval '1 second' WHERE user_id = 3")]
    [InlineData("UPDATE ratings SET movie_id = 30 WHERE user_id = 3")]
    [InlineData("DELETE FROM ratings WHERE user_id = 3")]
    [InlineData("UPDATE movies SET title = 'Heat 2' WHERE movie_id = 10")]
    [InlineData("UPDATE movies SET year = NULL WHERE movie_id = 10")]
    [InlineData("UPDATE movies SET genres = '{CrimeD,rama}' WHERE movie_id = 10")]
    [InlineData("DELETE FROM movies WHERE movie_id = 30")]
    [InlineData("UPDATE tags SET tag = 'slo' WHERE tag = 'slow'")]
    public async Task The_fingerprint_changes_with_anything_a_model_learns_from(string change)
    {
        await FillAsync();
        var before = await Reader.ReadAsync(Cancellation);

        await Database.ExecuteAsync(change);

        Assert.NotEqual(before.Fingerprint, (await Reader.ReadAsync(Cancellation)).Fingerprint);
    }

    [Fact]
    public async Task What_is_imported_is_read_as_from_the_files()
    {
        var folder = await MovieLens.FolderOrSampleAsync();
        var files = MovieLensFiles.Read(folder, cancellationToken: Cancellation);
        await new MovieLensImporter(Database.DataSource, TimeProvider.System)
            .ImportAsync(folder, cancellationToken: Cancellation);

        var data = await Reader.ReadAsync(Cancellation);

        Assert.Equal(files.Ratings.UserIds.ToArray(), data.Ratings.UserIds.ToArray());
        Assert.Equal(files.Ratings.RowStarts.ToArray(), data.Ratings.RowStarts.ToArray());
        Assert.Equal(files.Ratings.Items.ToArray(), data.Ratings.Items.ToArray());
        Assert.Equal(files.Ratings.Ratings.ToArray(), data.Ratings.Ratings.ToArray());
        Assert.Equal(files.Ratings.Timestamps.ToArray(), data.Ratings.Timestamps.ToArray());
        Assert.Equivalent(files.Catalog.Movies.ToArray(), data.Catalog.Movies.ToArray());
        for (var item = 0; item < files.Catalog.Count; item++)
            Assert.Equal(files.Catalog.TagsOf(item).Order(), data.Catalog.TagsOf(item).Order());
    }

    private async Task FillAsync()
    {
        await Database.ExecuteAsync(
            """
            INSERT INTO movies VALUES (30, 'Unrated', 2001, '{}'), (20, 'Casino', NULL, '{Crime}'),
                (10, 'Heat', 1995, '{Crime,Drama}');
            INSERT INTO users (user_id) VALUES (8), (3), (5);
            INSERT INTO ratings VALUES (8, 20, 3.5, to_timestamp(100.2)), (8, 10, 5.0, to_timestamp(100.7)),
                (3, 20, 0.5, to_timestamp(-0.5));
            INSERT INTO tags VALUES (8, 20, 'slow', now()), (3, 20, 'based on a book', now());
            """);
    }
}
