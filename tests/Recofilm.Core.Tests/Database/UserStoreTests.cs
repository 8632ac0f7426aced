using Recofilm.Core.Database;
using Recofilm.Core.Database.Users;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Database;

public class UserStoreTests(PostgresFixture postgres) : DatabaseTest(postgres)
{
    private UserStore Users => new(Database.Connections);

    [Fact]
    public async Task A_created_user_is_found_with_key_and_role()
    {
        var hash = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();

        var userId = await Users.CreateAsync(UserRole.Operator, hash, Noon, Cancellation);

        Assert.Equivalent(
            new UserRecord(userId, hash, UserRole.Operator, Noon), await Users.FindAsync(userId, Cancellation));
        Assert.Equal(UserRole.Operator, await Users.FindRoleAsync(userId, Cancellation));
        Assert.Null(await Users.FindAsync(userId + 1, Cancellation));
        Assert.Null(await Users.FindRoleAsync(userId + 1, Cancellation));
    }

    [Fact]
    public async Task A_hash_of_the_wrong_length_is_refused()
    {
        var exception = await Assert.ThrowsAsync<ArgumentException>(
            () => Users.CreateAsync(UserRole.User, new byte[31], Noon, Cancellation));
        Assert.StartsWith("A key hash must have 32 bytes; got 31.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_key_takes_the_place_of_the_old_one()
    {
        var userId = await CreateUserAsync();

        Assert.True(await Users.SetKeyAsync(userId, new byte[32], Cancellation));

        Assert.Equal(new byte[32], (await Users.FindAsync(userId, Cancellation))!.KeyHash);
        Assert.False(await Users.SetKeyAsync(userId + 1, new byte[32], Cancellation));
    }

    [Fact]
    public async Task Deleting_a_user_removes_everything_about_them_and_nothing_else()
    {
        var (leaving, staying) = (await CreateUserAsync(), await CreateUserAsync());
        await AddMoviesAsync((1, "Heat", 1995));
        foreach (var user in (int[])[leaving, staying])
        {
            await Database.ExecuteAsync(
                $"""
                INSERT INTO ratings VALUES ({user}, 1, 4.5, now());
                INSERT INTO tags VALUES ({user}, 1, 'tense', now());
                INSERT INTO dismissals VALUES ({user}, 1, now());
                INSERT INTO recommendations VALUES (gen_random_uuid(), {user}, 'hybrid', 'v1', now(), 1, ARRAY[1], ARRAY[0.5]);
                INSERT INTO events SELECT list_id, 1, 'click', now() FROM recommendations WHERE user_id = {user};
                INSERT INTO rating_predictions VALUES ({user}, 1, 'v1', 3.5, 4, now());
                """);
        }

        Assert.True(await Users.DeleteAsync(leaving, Cancellation));

        foreach (var table in (string[])["users", "ratings", "tags", "dismissals", "recommendations", "rating_predictions"])
            Assert.Equal([staying], await Database.ScalarAsync<int[]>($"SELECT array_agg(user_id) FROM {table}"));
        Assert.Equal(1, await Database.ScalarAsync<long>("SELECT count(*) FROM events"));
        Assert.False(await Users.DeleteAsync(leaving, Cancellation));
    }

    [Fact]
    public async Task A_user_with_so_much_that_no_request_could_wait_for_it_can_be_deleted()
    {
        var user = await CreateUserAsync();
        await Database.ExecuteAsync(
            """
            CREATE FUNCTION take_long() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN PERFORM pg_sleep(1.5); RETURN OLD; END';
            CREATE TRIGGER take_long BEFORE DELETE ON users FOR EACH ROW EXECUTE FUNCTION take_long();
            """);
        using var connections = new ConnectionAdmission(
            Database.DataSource, new DatabaseOptions { CommandTimeout = TimeSpan.FromSeconds(1) });

        Assert.True(await new UserStore(connections).DeleteAsync(user, Cancellation));
    }
}
