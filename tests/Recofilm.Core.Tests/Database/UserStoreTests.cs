using Recofilm.Core.Database.Users;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Database;

public class UserStoreTests(PostgresFixture postgres) : DatabaseTest(postgres)
{
    private static readonly LockoutPolicy ThreeStrikes = new(3, TimeSpan.FromMinutes(5));

    private UserStore Users => new(Database.DataSource);

    [Fact]
    public async Task A_created_user_is_found_with_key_and_role()
    {
        var hash = Enumerable.Range(0, 32).Select(i => (byte)i).ToArray();

        var userId = await Users.CreateAsync(UserRole.Operator, hash, Noon, Cancellation);

        Assert.Equivalent(
            new UserRecord(userId, hash, UserRole.Operator, Noon, 0, null), await Users.FindAsync(userId, Cancellation));
        Assert.Equal(UserRole.Operator, await Users.ExistsAsync(userId, Cancellation));
        Assert.Null(await Users.FindAsync(userId + 1, Cancellation));
        Assert.Null(await Users.ExistsAsync(userId + 1, Cancellation));
    }

    [Fact]
    public async Task A_hash_of_the_wrong_length_is_refused()
    {
        var exception = await Assert.ThrowsAsync<ArgumentException>(
            () => Users.CreateAsync(UserRole.User, new byte[31], Noon, Cancellation));
        Assert.StartsWith("A key hash has 32 bytes, not 31.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_third_failure_in_a_row_locks_for_five_minutes_and_a_new_count_starts_after()
    {
        var userId = await CreateUserAsync();

        var second = await FailAsync(userId, 0, times: 2);
        var third = await FailAsync(userId, 1);
        var whileLocked = await FailAsync(userId, 2);
        var afterwards = await FailAsync(userId, 6);

        Assert.Equal((2, false), (second.FailedLogins, second.IsLockedAt(Noon)));
        Assert.Equal((3, Noon.AddMinutes(6)), (third.FailedLogins, third.LockedUntil));
        Assert.Equal((4, Noon.AddMinutes(6)), (whileLocked.FailedLogins, whileLocked.LockedUntil));
        Assert.Equal((1, null), (afterwards.FailedLogins, afterwards.LockedUntil));
    }

    [Fact]
    public async Task A_policy_of_one_failure_locks_again_right_after_a_lock_ran_out()
    {
        var userId = await CreateUserAsync();
        var strict = new LockoutPolicy(1, TimeSpan.FromMinutes(1));

        await Users.RecordFailedLoginAsync(userId, strict, Noon, Cancellation);
        var again = await Users.RecordFailedLoginAsync(userId, strict, Noon.AddMinutes(2), Cancellation);

        Assert.Equal(Noon.AddMinutes(3), again!.LockedUntil);
    }

    [Fact]
    public async Task Simultaneous_failures_are_all_counted()
    {
        var userId = await CreateUserAsync();
        var lenient = new LockoutPolicy(100, TimeSpan.FromMinutes(5));

        await Task.WhenAll(Enumerable.Range(0, 30).Select(
            _ => Users.RecordFailedLoginAsync(userId, lenient, Noon, Cancellation)));

        Assert.Equal(30, (await Users.FindAsync(userId, Cancellation))!.FailedLogins);
    }

    [Fact]
    public async Task A_successful_login_and_a_new_key_lift_the_lock()
    {
        var userId = await CreateUserAsync();

        await FailAsync(userId, 0, times: 3);
        await Users.ResetFailedLoginsAsync(userId, Cancellation);
        var reset = await Users.FindAsync(userId, Cancellation);
        await FailAsync(userId, 0, times: 3);
        Assert.True(await Users.SetKeyAsync(userId, new byte[32], Cancellation));
        var renewed = await Users.FindAsync(userId, Cancellation);

        Assert.Equal((0, null), (reset!.FailedLogins, reset.LockedUntil));
        Assert.Equal((0, null), (renewed!.FailedLogins, renewed.LockedUntil));
        Assert.Equal(new byte[32], renewed.KeyHash);
        Assert.False(await Users.SetKeyAsync(userId + 1, new byte[32], Cancellation));
        Assert.Null(await Users.RecordFailedLoginAsync(userId + 1, ThreeStrikes, Noon, Cancellation));
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

    private async Task<UserRecord> FailAsync(int userId, int minutesAfterNoon, int times = 1)
    {
        UserRecord? user = null;
        for (var i = 0; i < times; i++)
            user = await Users.RecordFailedLoginAsync(userId, ThreeStrikes, Noon.AddMinutes(minutesAfterNoon), Cancellation);
        return user!;
    }
}
