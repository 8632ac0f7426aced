using Npgsql;
using Recofilm.Core.Database;
using Recofilm.Core.Database.Bulk;
using Recofilm.Core.Database.Users;

namespace Recofilm.Core.Tests.Database;

/// <summary>Imports beside other writers, and with values at the limits of the database.</summary>
public sealed partial class BulkImporterTests
{
    [Fact]
    public async Task A_statement_that_the_database_does_not_finish_in_time_ends_the_import_and_writes_nothing()
    {
        await SeedAsync();
        await using var bulk = RecofilmDataSource.CreateBulk(
            Database.ConnectionString, options: new DatabaseOptions { BulkTimeout = TimeSpan.FromSeconds(1) });
        await using (var other = await Database.DataSource.OpenConnectionAsync(Cancellation))
        await using (await other.BeginTransactionAsync(Cancellation))
        {
            await using var command = new NpgsqlCommand("LOCK TABLE users", other);
            await command.ExecuteNonQueryAsync(Cancellation);
            using var lines = new MemoryStream("""{"external_id":"u-9"}"""u8.ToArray());
            var importer = new BulkImporter(bulk, TimeProvider.System);

            var exception = await Assert.ThrowsAsync<NpgsqlException>(
                () => importer.ImportAsync("users", lines, new BulkOptions(), cancellationToken: Cancellation));

            Assert.IsType<TimeoutException>(exception.InnerException);
        }

        Assert.False(await Database.ScalarAsync<bool>("SELECT EXISTS (SELECT FROM users WHERE external_id = 'u-9')"));
    }

    [Fact]
    public async Task Ratings_come_in_while_users_rate_and_a_rating_that_is_newer_than_the_line_stays()
    {
        await SeedAsync();
        await ImportAsync("ratings", """{"user_external_id":"u-1","movie_external_id":"m-1","rating":2,"rated_at":1000}""");
        await using var other = await Database.DataSource.OpenConnectionAsync(Cancellation);
        await using var transaction = await other.BeginTransactionAsync(Cancellation);
        await using var command = new NpgsqlCommand(
            """
            INSERT INTO ratings SELECT user_id, movie_id, 3, to_timestamp(1500) FROM users, movies
            WHERE users.external_id = 'u-2' AND movies.external_id = 'm-1'
            """, other);
        await command.ExecuteNonQueryAsync(Cancellation);

        var older = await ImportAsync(
            "ratings", """{"user_external_id":"u-1","movie_external_id":"m-1","rating":5,"rated_at":999}""");
        var newer = await ImportAsync(
            "ratings", """{"user_external_id":"u-1","movie_external_id":"m-1","rating":4,"rated_at":2000}""");
        await transaction.CommitAsync(Cancellation);

        Assert.Equal((0L, 0L, 1L), (older.Inserted, older.Updated, older.Unchanged));
        Assert.Equal((0L, 1L, 0L), (newer.Inserted, newer.Updated, newer.Unchanged));
        Assert.Equal("4.0,3.0", await Database.ScalarAsync<string>(
            "SELECT string_agg(rating::text, ',' ORDER BY user_id) FROM ratings"));
    }

    [Fact]
    public async Task A_bad_line_leaves_no_users_whom_the_other_lines_would_have_brought_along()
    {
        await SeedMoviesAsync();

        var report = await ImportAsync(
            "ratings", new BulkOptions { CreateUsers = true },
            """{"user_external_id":"u-new","movie_external_id":"m-1","rating":4}""",
            """{"user_external_id":"u-new","movie_external_id":"m-9","rating":4}""");

        Assert.False(report.IsCommitted);
        Assert.Equal(0, await CountAsync("users"));
    }

    [Fact]
    public async Task A_person_whose_name_the_database_cannot_hold_is_the_lines_fault()
    {
        var report = await ImportAsync(
            "movies", new BulkOptions { SkipRejected = true },
            """{"external_id":"m-9","title":"Nine","people":[{"name":"a\u0000b"}]}""",
            """{"external_id":"m-8","title":"Eight","people":[{"name":"A B","role":"actor"}]}""");

        Assert.Equal((1L, 1L), (report.Inserted, report.Rejected));
        Assert.Equal((1, "people"), (report.Rejections[0].Line, report.Rejections[0].Field));
    }

    [Fact]
    public async Task An_identifier_near_the_end_of_the_integers_leaves_the_others_to_the_next_users_and_movies()
    {
        await ImportAsync("users", """{"user_id":2147483647}""");
        await ImportAsync("movies", """{"movie_id":2147483647,"title":"Last"}""");

        Assert.Equal(1L, (await ImportAsync("users", """{"external_id":"u-next"}""")).Inserted);
        Assert.Equal(1L, (await ImportAsync("movies", """{"external_id":"m-next","title":"Next"}""")).Inserted);
        var directory = new UserDirectory(Database.Connections);
        await directory.PutAsync(2_147_483_646, null, Noon, Cancellation);
        Assert.Equal(2, (await directory.CreateAsync(null, null, Noon, Cancellation))!.UserId);
    }
}
