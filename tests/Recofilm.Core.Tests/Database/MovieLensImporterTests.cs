using Recofilm.Core.Database.Import;
using Recofilm.Core.Database.Movies;
using Recofilm.Core.Database.Users;
using Recofilm.Core.Datasets.MovieLens;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Database;

public sealed class MovieLensImporterTests(PostgresFixture postgres) : DatabaseTest(postgres)
{
    private readonly DatasetFolder _dataset = new();

    private MovieLensImporter Importer => new(Database.DataSource, TimeProvider.System);

    public override ValueTask DisposeAsync()
    {
        _dataset.Dispose();
        return base.DisposeAsync();
    }

    [Fact]
    public async Task All_files_are_loaded_with_users_and_statistics()
    {
        WriteDataset();
        var progress = new RecordedProgress();

        var report = await Importer.ImportAsync(_dataset.Path, progress: progress, cancellationToken: Cancellation);

        Assert.Equal(new TableReport(3, 0, 0, 0), report.Movies);
        Assert.Equal(new TableReport(2, 0, 0, 0), report.Links);
        Assert.Equal(new TableReport(3, 0, 0, 0), report.Users);
        Assert.Equal(new TableReport(4, 0, 0, 0), report.Ratings);
        Assert.Equal(new TableReport(2, 0, 0, 1), report.Tags);
        Assert.Equivalent(
            new MovieDetails(1, "Toy Story", 1995, ["Animation", "Comedy"], "0114709", 862, 2, 4.25f),
            await new MovieStore(Database.Connections).FindAsync(1, Cancellation));
        Assert.Equal("3|1995-01-01", await Database.ScalarAsync<string>(
            "SELECT movie_id || '|' || created_at::date FROM ratings WHERE user_id = 9"));
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT count(*) FROM links WHERE tmdb_id IS NULL"));
        Assert.Equal(12, progress.Last.Rows);
        Assert.Equal(progress.Last.BytesTotal, progress.Last.BytesRead);
    }

    [Fact]
    public async Task New_users_get_identifiers_beyond_the_imported_ones()
    {
        WriteDataset();
        await CreateUserAsync();

        await Importer.ImportAsync(_dataset.Path, cancellationToken: Cancellation);

        Assert.Equal(13, await CreateUserAsync());
    }

    [Fact]
    public async Task Importing_the_same_files_again_changes_nothing()
    {
        WriteDataset();
        await Importer.ImportAsync(_dataset.Path, cancellationToken: Cancellation);
        var before = await RowVersionsAsync();

        var report = await Importer.ImportAsync(_dataset.Path, cancellationToken: Cancellation);

        Assert.True(report.ChangedNothing);
        Assert.Equal(
            (3, 2, 3, 4, 2),
            (report.Movies.Unchanged, report.Links.Unchanged, report.Users.Unchanged, report.Ratings.Unchanged,
                report.Tags.Unchanged));
        Assert.Equal(before, await RowVersionsAsync());
    }

    [Fact]
    public async Task A_changed_data_set_updates_what_differs_and_keeps_what_users_did_since()
    {
        WriteDataset();
        await Importer.ImportAsync(_dataset.Path, cancellationToken: Cancellation);
        await Database.ExecuteAsync(
            """
            UPDATE ratings SET rating = 1.0, created_at = now() WHERE user_id = 1 AND movie_id = 2;
            INSERT INTO movies VALUES (50, 'Added by hand', 2020, '{}');
            """);
        _dataset
            .With("movies.csv", "movieId,title,genres", "1,Toy Story (1995),Animation", "2,Jumanji (1995),Adventure",
                "3,Heat (1995),Action", "4,New (2000),Drama")
            .With("ratings.csv", "userId,movieId,rating,timestamp",
                "1,1,2.5,964982703", "1,2,3.0,964982704", "9,3,4.0,788918400", "12,1,4.5,1000000000", "12,4,5.0,1000000000");

        var report = await Importer.ImportAsync(_dataset.Path, cancellationToken: Cancellation);

        Assert.Equal(new TableReport(1, 1, 2, 0), report.Movies);
        Assert.Equal(new TableReport(1, 1, 3, 0), report.Ratings);
        Assert.Equal("2.5,1.0,4.0,4.5,5.0", await Database.ScalarAsync<string>(
            "SELECT string_agg(rating::text, ',' ORDER BY user_id, movie_id) FROM ratings"));
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT count(*) FROM movies WHERE movie_id = 50"));
    }

    [Fact]
    public async Task Titles_are_for_people_and_a_file_without_an_original_title_keeps_the_one_that_is_known()
    {
        const string Title = "SELECT title || '|' || coalesce(original_title, '') FROM movies WHERE movie_id = 1";
        _dataset
            .With("movies.csv", "movieId,title,genres", "1,\"Story, The (Histoire, L') (1995)\",Drama")
            .With("ratings.csv", "userId,movieId,rating,timestamp", "1,1,2.5,964982703");
        await Importer.ImportAsync(_dataset.Path, cancellationToken: Cancellation);
        Assert.Equal("The Story|L'Histoire", await Database.ScalarAsync<string>(Title));

        _dataset.With("movies.csv", "movieId,title,genres", "1,\"Tale, A (1995)\",Drama");
        await Importer.ImportAsync(_dataset.Path, cancellationToken: Cancellation);
        Assert.Equal("A Tale|L'Histoire", await Database.ScalarAsync<string>(Title));
    }

    [Fact]
    public async Task Of_several_ratings_of_a_movie_the_latest_counts_then_the_last_line()
    {
        _dataset.With("movies.csv", "movieId,title,genres", "1,Heat (1995),Crime", "2,Casino (1995),Crime")
            .With("ratings.csv", "userId,movieId,rating,timestamp",
                "5,1,1.0,200", "5,1,2.0,100", "5,2,3.0,100", "4,1,5.0,1", "5,2,4.0,100");

        var report = await Importer.ImportAsync(_dataset.Path, cancellationToken: Cancellation);
        var again = await Importer.ImportAsync(_dataset.Path, cancellationToken: Cancellation);

        Assert.Equal(new TableReport(3, 0, 0, 2), report.Ratings);
        Assert.Equal(new TableReport(0, 0, 3, 2), again.Ratings);
        Assert.Equal("5.0,1.0,4.0", await Database.ScalarAsync<string>(
            "SELECT string_agg(rating::text, ',' ORDER BY user_id, movie_id) FROM ratings"));
    }

    [Fact]
    public async Task A_file_without_times_is_imported_once_too()
    {
        _dataset.With("movies.csv", "movieId,title,genres", "1,Heat (1995),Crime")
            .With("ratings.csv", "userId,movieId,rating", "5,1,1.0", "6,1,2.0")
            .With("tags.csv", "userId,movieId,tag", "7,1,tense");

        var first = await Importer.ImportAsync(_dataset.Path, cancellationToken: Cancellation);
        var second = await Importer.ImportAsync(_dataset.Path, cancellationToken: Cancellation);

        Assert.Equal((2, 1, 3), (first.Ratings.Inserted, first.Tags.Inserted, first.Users.Inserted));
        Assert.True(second.ChangedNothing);
    }

    [Fact]
    public async Task A_failed_or_abandoned_import_leaves_the_database_as_it_was()
    {
        WriteDataset();
        await Importer.ImportAsync(_dataset.Path, cancellationToken: Cancellation);
        var before = await RowVersionsAsync();
        _dataset.With("movies.csv", "movieId,title,genres", "1,Other (1999),Drama", "77,More (2000),Drama");

        await Assert.ThrowsAsync<MovieLensFormatException>(
            () => Importer.ImportAsync(_dataset.Path, cancellationToken: Cancellation));
        using var abandon = new CancellationTokenSource();
        var abandoning = new RecordedProgress
        {
            Reported = report =>
            {
                if (report.Step == "writing ratings")
                    abandon.Cancel();
            },
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Importer.ImportAsync(
            _dataset.Path, new MovieLensOptions { MaxRejectedShare = 1 }, abandoning, abandon.Token));

        Assert.Equal(before, await RowVersionsAsync());
    }

    [Fact]
    public async Task A_bulk_load_brings_keys_references_and_indexes_back()
    {
        const string definitions =
            """
            SELECT string_agg(definition, ';' ORDER BY definition) FROM (
                SELECT conname || ' ' || pg_get_constraintdef(oid) AS definition FROM pg_constraint
                WHERE conrelid = 'ratings'::regclass
                UNION ALL SELECT pg_get_indexdef(indexrelid) FROM pg_index WHERE indrelid = 'ratings'::regclass) d
            """;
        var before = await Database.ScalarAsync<string>(definitions);
        WriteDataset();

        await Importer.ImportAsync(_dataset.Path, cancellationToken: Cancellation);

        Assert.Equal(before, await Database.ScalarAsync<string>(definitions));
        Assert.True(await new UserStore(Database.Connections).DeleteAsync(1, Cancellation));
        Assert.Equal(2, await Database.ScalarAsync<long>("SELECT count(*) FROM ratings"));
    }

    [Fact]
    public async Task The_published_small_data_set_is_loaded_as_it_is()
    {
        Assert.SkipUnless(MovieLens.Folder is not null, "ml-latest-small is not beside the checkout");

        var report = await Importer.ImportAsync(MovieLens.Folder!, cancellationToken: Cancellation);
        var again = await Importer.ImportAsync(MovieLens.Folder!, cancellationToken: Cancellation);

        Assert.Equal(
            (9742, 9742, 610, 100_836, 3683),
            (report.Movies.Inserted, report.Links.Inserted, report.Users.Inserted, report.Ratings.Inserted,
                report.Tags.Inserted));
        Assert.Equal(0, report.Rejected.Total);
        Assert.True(again.ChangedNothing);
        var match = await new MovieStore(Database.Connections).FindByTitleAsync("The Matrix", Cancellation);
        Assert.Equal((2571, 278), (match!.Movie.MovieId, match.Movie.RatingCount));
    }

    private void WriteDataset() => _dataset
        .With("movies.csv", "movieId,title,genres", "1,Toy Story (1995),Animation|Comedy", "2,Jumanji (1995),Adventure",
            "3,Heat (1995),Action")
        .With("links.csv", "movieId,imdbId,tmdbId", "1,0114709,862", "2,0113497,")
        .With("tags.csv", "userId,movieId,tag,timestamp", "1,2,jungle,5", "12,3,tense,6", "1,2,jungle,4")
        .With("ratings.csv", "userId,movieId,rating,timestamp",
            "1,1,4.0,964982703", "1,2,3.0,964982704", "9,3,4.0,788918400", "12,1,4.5,1000000000");

    // Changes whenever a row is written, even with the same values.
    private Task<string> RowVersionsAsync() => Database.ScalarAsync<string>(
        """
        SELECT string_agg(version, ',' ORDER BY version) FROM (
            SELECT 'm' || ctid || xmin || title FROM movies UNION ALL SELECT 'l' || ctid || xmin FROM links
            UNION ALL SELECT 'u' || ctid || xmin FROM users UNION ALL SELECT 'r' || ctid || xmin FROM ratings
            UNION ALL SELECT 't' || ctid || xmin FROM tags UNION ALL SELECT 's' || ctid || xmin FROM movie_statistics
        ) rows (version)
        """);

    private sealed class RecordedProgress : IProgress<ImportProgress>
    {
        public ImportProgress Last { get; private set; }

        public Action<ImportProgress>? Reported { get; init; }

        public void Report(ImportProgress value)
        {
            Last = value;
            Reported?.Invoke(value);
        }
    }
}
