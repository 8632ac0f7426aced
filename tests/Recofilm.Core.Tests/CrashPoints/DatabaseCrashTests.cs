using System.Text;
using Npgsql;
using Recofilm.Core.Database;
using Recofilm.Core.Database.Bulk;
using Recofilm.Core.Database.Import;
using Recofilm.Core.Database.Ratings;
using Recofilm.Core.Database.Users;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.CrashPoints;

/// <summary>
/// Writing to the database is killed at every statement: the database is as before, or as it is when nothing happens, and a
/// retry completes.
/// </summary>
public sealed class DatabaseCrashTests(PostgresFixture postgres) : IDisposable
{
    private static readonly DateTimeOffset _noon = new(2026, 3, 4, 12, 0, 0, TimeSpan.Zero);

    private readonly DatasetFolder _dataset = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _dataset.Dispose();

    [Theory, InlineData(KillMoment.Before), InlineData(KillMoment.After)]
    public async Task An_import_killed_at_any_statement_leaves_all_of_it_or_nothing(KillMoment moment)
    {
        WriteDataset();
        var killed = await KillAtEveryStatementAsync(
            moment,
            TinyCatalog.LoadAsync,
            async connectionString =>
            {
                await using var dataSource = RecofilmDataSource.Create(connectionString);
                var importer = new MovieLensImporter(dataSource, TimeProvider.System);
                await importer.ImportAsync(_dataset.Path, cancellationToken: Cancellation);
            });

        Assert.InRange(killed, 25, 1_000);
    }

    [Theory]
    [InlineData("users", KillMoment.Before)]
    [InlineData("users", KillMoment.After)]
    [InlineData("movies", KillMoment.Before)]
    [InlineData("movies", KillMoment.After)]
    [InlineData("ratings", KillMoment.Before)]
    [InlineData("ratings", KillMoment.After)]
    [InlineData("tags", KillMoment.Before)]
    [InlineData("tags", KillMoment.After)]
    public async Task A_bulk_import_killed_at_any_statement_leaves_all_of_it_or_nothing(string table, KillMoment moment)
    {
        var lines = Encoding.UTF8.GetBytes(table switch
        {
            "users" => """{"user_id": 1, "external_id": "u-1"}""" + "\n" + """{"user_id": 901}""",
            "movies" => """{"movie_id": 1, "title": "Other"}""" + "\n" + """{"movie_id": 901, "title": "New"}""",
            "ratings" => """{"user_id": 1, "movie_id": 2, "rating": 1}""" + "\n"
                + """{"user_id": 902, "movie_id": 3, "rating": 5}""",
            _ => """{"user_id": 1, "movie_id": 2, "tag": "new"}""" + "\n" + """{"user_id": 903, "movie_id": 3, "tag": "old"}""",
        });
        var killed = await KillAtEveryStatementAsync(
            moment,
            TinyCatalog.LoadAsync,
            async connectionString =>
            {
                await using var dataSource = RecofilmDataSource.CreateBulk(connectionString);
                using var content = new MemoryStream(lines);
                var report = await new BulkImporter(dataSource, TimeProvider.System).ImportAsync(
                    table, content, new BulkOptions { CreateUsers = true }, cancellationToken: Cancellation);
                Assert.Equal(0, report.Rejected);
            });

        Assert.InRange(killed, 3, 100);
    }

    [Theory, InlineData(KillMoment.Before), InlineData(KillMoment.After)]
    public async Task A_deletion_of_a_user_killed_at_any_statement_leaves_all_of_the_user_or_nothing(KillMoment moment)
    {
        var killed = await KillAtEveryStatementAsync(
            moment,
            TinyCatalog.LoadAsync,
            connectionString => UsingAsync(connectionString, async connections =>
            {
                await new UserStore(connections).DeleteAsync(1, Cancellation);
                await new UserStore(connections).DeleteAsync(2, Cancellation);
            }),
            mayStopBetween: true);

        Assert.InRange(killed, 2, 100);
    }

    [Theory, InlineData(KillMoment.Before), InlineData(KillMoment.After)]
    public async Task A_batch_of_ratings_killed_at_any_statement_leaves_all_of_them_or_none(KillMoment moment)
    {
        var ratings = Enumerable.Range(1, 50).Select(movie => new NewRating(movie, 4.5f, null)).ToArray();
        var killed = await KillAtEveryStatementAsync(
            moment,
            TinyCatalog.LoadAsync,
            connectionString => UsingAsync(
                connectionString,
                connections => new RatingBatchStore(connections).PutAsync(1, ratings, null, _noon, Cancellation)));

        Assert.InRange(killed, 1, 100);
    }

    // A kill after a statement leaves what a kill before the next one leaves, so one moment is enough for these many statements.
    [Fact]
    public async Task A_migration_killed_at_any_statement_goes_on_where_it_stopped()
    {
        await using var whole = await postgres.CreateDatabaseAsync();
        await using var database = await postgres.CreateDatabaseAsync(migrated: false);
        var beforeScripts = await CountMigratorsOwnStatementsAsync(whole);
        var (killed, missing) = (0, int.MaxValue);
        for (var statement = 1; ; statement++)
        {
            await using var proxy = new DatabaseProxy(database.ConnectionString, statement, KillMoment.After);
            var completed = await CompletesAsync(() => DatabaseMigrator.MigrateAsync(proxy.ConnectionString, Cancellation));
            Assert.True(
                completed || proxy.Killed, $"It failed by itself at statement {statement} with {missing} migrations left.");
            if (!proxy.Killed)
                break;
            killed++;
            await WaitUntilAloneAsync(database);
            // A migration that is done stays done: the next run begins behind it. What precedes each script is killed only before
            // the first: the migrator does the same before any.
            var left = (await DatabaseMigrator.FindMissingAsync(database.DataSource, Cancellation)).Count;
            if (left < missing && missing < int.MaxValue)
                statement = beforeScripts - 1;
            missing = left;
        }

        Assert.Equal(await SchemaAsync(whole), await SchemaAsync(database));
        Assert.InRange(killed, 100, 1_000);
    }

    private static async Task<int> CountMigratorsOwnStatementsAsync(TestDatabase migrated)
    {
        await using var proxy = new DatabaseProxy(migrated.ConnectionString, int.MaxValue, KillMoment.After);
        await DatabaseMigrator.MigrateAsync(proxy.ConnectionString, Cancellation);
        return proxy.Statements;
    }

    // Returns how often it was killed: at every statement until it came to its end.
    private async Task<int> KillAtEveryStatementAsync(
        KillMoment moment, Func<TestDatabase, Task> prepare, Func<string, Task> run, bool mayStopBetween = false)
    {
        await using var finished = await postgres.CreateDatabaseAsync();
        await prepare(finished);
        await run(finished.ConnectionString);
        var after = await ContentAsync(finished);
        var database = await postgres.CreateDatabaseAsync();
        try
        {
            await prepare(database);
            var before = await ContentAsync(database);
            for (var statement = 1; ; statement++)
            {
                await using var proxy = new DatabaseProxy(database.ConnectionString, statement, moment);
                var completed = await CompletesAsync(() => run(proxy.ConnectionString));
                Assert.True(completed || proxy.Killed, $"It failed by itself at statement {statement}.");
                await WaitUntilAloneAsync(database);
                var content = await ContentAsync(database);
                Assert.True(
                    content == after || content == before || mayStopBetween,
                    $"Killed {moment} statement {statement} it left {content}.");
                if (completed)
                {
                    Assert.Equal(after, content);
                    return statement - 1;
                }

                if (content == before)
                    continue;

                // It was done, or in part where parts stand for themselves: doing it again changes nothing more.
                await run(database.ConnectionString);
                Assert.Equal(after, await ContentAsync(database));
                await database.DisposeAsync();
                database = await postgres.CreateDatabaseAsync();
                await prepare(database);
            }
        }
        finally
        {
            await database.DisposeAsync();
        }
    }

    private static async Task<bool> CompletesAsync(Func<Task> run)
    {
        try
        {
            await run();
            return true;
        }
        catch (Exception exception)
            when (exception is NpgsqlException or DatabaseMigrationException or IOException or TimeoutException)
        {
            return false;
        }
    }

    private static async Task UsingAsync(string connectionString, Func<ConnectionAdmission, Task> run)
    {
        await using var dataSource = RecofilmDataSource.Create(connectionString);
        using var connections = new ConnectionAdmission(dataSource);
        await run(connections);
    }

    // The server notices the end of a connection when it is done with the statement.
    private static Task WaitUntilAloneAsync(TestDatabase database) => Eventually.IsTrueAsync(
        async () => await database.ScalarAsync<long>(
            """
            SELECT count(*) FROM pg_stat_activity
            WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'
            """) == 0,
        "the killed connections are gone", Cancellation);

    // Times of writing are left out: they differ from run to run.
    private static Task<string> ContentAsync(TestDatabase database) => database.ScalarAsync<string>(
        """
        SELECT md5(string_agg(line, ';' ORDER BY line)) || ' of ' || count(*) FROM (
            SELECT 'm' || movie_id || title || coalesce(year, 0) || genres::text FROM movies
            UNION ALL SELECT 'l' || movie_id || coalesce(imdb_id, '') || coalesce(tmdb_id, 0) FROM links
            UNION ALL SELECT 'u' || user_id || role FROM users
            UNION ALL SELECT 'r' || user_id || ' ' || movie_id || ' ' || rating FROM ratings
            UNION ALL SELECT 't' || user_id || ' ' || movie_id || tag FROM tags
            UNION ALL SELECT 'i' || indexrelid::regclass::text FROM pg_index WHERE indrelid = 'ratings'::regclass
            UNION ALL SELECT 'k' || conname FROM pg_constraint WHERE conrelid = 'ratings'::regclass) rows (line)
        """);

    private static Task<string> SchemaAsync(TestDatabase database) => database.ScalarAsync<string>(
        """
        SELECT string_agg(line, E'\n' ORDER BY line) FROM (
            SELECT table_name || '.' || column_name || ' ' || data_type || ' ' || is_nullable || coalesce(column_default, '')
            FROM information_schema.columns WHERE table_schema = 'public'
            UNION ALL SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
            UNION ALL SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid) FROM pg_constraint
            WHERE connamespace = 'public'::regnamespace
            UNION ALL SELECT tgrelid::regclass || ' ' || tgname FROM pg_trigger WHERE NOT tgisinternal
            UNION ALL SELECT scriptname FROM schemaversions) parts (line)
        """);

    private void WriteDataset() => _dataset
        .With("movies.csv", "movieId,title,genres",
            "1,Toy Story (1995),Animation|Comedy", "2,Jumanji (1995),Adventure", "300,Heat (1995),Action")
        .With("links.csv", "movieId,imdbId,tmdbId", "1,0114709,862", "2,0113497,")
        .With("tags.csv", "userId,movieId,tag,timestamp", "1,2,jungle,5", "1200,300,tense,6")
        .With("ratings.csv", "userId,movieId,rating,timestamp",
            "1,1,4.0,964982703", "1,2,3.0,964982704", "9,300,4.0,788918400", "1200,1,4.5,1000000000");
}
