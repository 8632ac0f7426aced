using Recofilm.Core.Database;
using Recofilm.Core.Database.Ratings;
using Recofilm.Core.Database.Users;
using Recofilm.Testing;

namespace Recofilm.Core.Tests.Database;

public class RatingStoreTests(PostgresFixture postgres) : DatabaseTest(postgres)
{
    private RatingStore Ratings => new(Database.Connections);

    private UserHistoryStore Histories => new(Database.Connections);

    [Fact]
    public async Task Putting_a_rating_says_whether_it_was_new_replaced_or_impossible()
    {
        var user = await CreateUserAsync();
        await AddMoviesAsync((1, "Heat", 1995));

        Assert.Equal(WriteOutcome.Created, await PutAsync(user, 1, 3.5f, Noon));
        Assert.Equal(WriteOutcome.Updated, await PutAsync(user, 1, 5f, Noon.AddHours(1)));
        Assert.Equal(WriteOutcome.UnknownMovie, await PutAsync(user, 2, 5f, Noon));
        Assert.Equal(WriteOutcome.UnknownUser, await PutAsync(user + 1, 1, 5f, Noon));

        Assert.Equivalent(
            new UserRating(1, "Heat", 1995, [], 5f, Noon.AddHours(1)), await Ratings.FindAsync(user, 1, Cancellation));
        Assert.Null(await Ratings.FindAsync(user, 2, Cancellation));
    }

    [Theory]
    [InlineData(0f)]
    [InlineData(5.5f)]
    [InlineData(3.25f)]
    [InlineData(float.NaN)]
    public async Task A_rating_that_does_not_exist_is_refused(float rating)
    {
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => PutAsync(1, 1, rating, Noon));
    }

    [Fact]
    public async Task Lists_show_the_latest_first_in_pages()
    {
        var user = await CreateUserAsync();
        await AddMoviesAsync((1, "A", null), (2, "B", null), (3, "C", null));
        await PutAsync(user, 2, 1f, Noon);
        await PutAsync(user, 1, 2f, Noon.AddHours(2));
        await PutAsync(user, 3, 3f, Noon.AddHours(1));

        var first = await Ratings.ListAsync(user, 2, 0, Cancellation);
        var second = await Ratings.ListAsync(user, 2, 2, Cancellation);

        var beyond = await Ratings.ListAsync(user, 2, 4, Cancellation);

        Assert.Equal([1, 3], first!.Page.Items.Select(rating => rating.MovieId));
        Assert.Equal([2], second!.Page.Items.Select(rating => rating.MovieId));
        Assert.Empty(beyond!.Page.Items);
        Assert.Equal((3, 3, 3), (first.Page.Total, second.Page.Total, beyond.Page.Total));
        Assert.Equal(UserRole.User, first.Role);
        Assert.Null(await Ratings.ListAsync(user + 1, 2, 0, Cancellation));
    }

    [Fact]
    public async Task A_history_holds_ratings_by_time_then_movie_and_dismissals()
    {
        var user = await CreateUserAsync(UserRole.Operator);
        await AddMoviesAsync((1, "A", null), (2, "B", null), (3, "C", null), (4, "D", null));
        await PutAsync(user, 3, 0.5f, Noon.AddMilliseconds(999));
        await PutAsync(user, 2, 5f, Noon.AddHours(-1));
        await PutAsync(user, 1, 2.5f, Noon.AddMilliseconds(999));
        var dismissals = new DismissalStore(Database.Connections);
        Assert.Equal(WriteOutcome.Created, await dismissals.PutAsync(user, 4, Noon, Cancellation));
        Assert.Equal(WriteOutcome.Updated, await dismissals.PutAsync(user, 4, Noon, Cancellation));
        Assert.Equal(WriteOutcome.UnknownMovie, await dismissals.PutAsync(user, 5, Noon, Cancellation));
        Assert.Equal(WriteOutcome.UnknownUser, await dismissals.PutAsync(user + 1, 4, Noon, Cancellation));

        var history = await Histories.ReadAsync(user, Cancellation);

        Assert.Equal(UserRole.Operator, history!.Role);
        Assert.Equal([2, 1, 3], history.MovieIds);
        Assert.Equal([5f, 2.5f, 0.5f], history.Ratings);
        var noon = Noon.ToUnixTimeSeconds();
        Assert.Equal([noon - 3600, noon, noon], history.Timestamps);
        Assert.Equal([4], history.DismissedMovieIds);

        Assert.True(await dismissals.DeleteAsync(user, 4, Cancellation));
        Assert.False(await dismissals.DeleteAsync(user, 4, Cancellation));
        Assert.True(await Ratings.DeleteAsync(user, 3, Cancellation));
        Assert.False(await Ratings.DeleteAsync(user, 3, Cancellation));
        history = await Histories.ReadAsync(user, Cancellation);
        Assert.Equal([2, 1], history!.MovieIds);
        Assert.Empty(history.DismissedMovieIds);
    }

    [Fact]
    public async Task A_user_who_does_not_exist_has_no_history_and_one_without_ratings_an_empty_one()
    {
        var user = await CreateUserAsync();

        Assert.Null(await Histories.ReadAsync(user + 1, Cancellation));
        Assert.Empty((await Histories.ReadAsync(user, Cancellation))!.MovieIds);
    }

    [Fact]
    public async Task A_history_is_read_with_statements_prepared_on_the_server()
    {
        var user = await CreateUserAsync();
        await AddMoviesAsync((1, "A", null));
        await PutAsync(user, 1, 4f, Noon);
        for (var i = 0; i < 5; i++)
            await Histories.ReadAsync(user, Cancellation);

        // Prepared on the server by itself, so that later reads neither parse nor plan.
        await using var connection = await Database.DataSource.OpenConnectionAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%FROM ratings WHERE user_id%'";
        Assert.Equal(1L, await command.ExecuteScalarAsync(Cancellation));
    }

    private Task<WriteOutcome> PutAsync(int user, int movie, float rating, DateTimeOffset time) =>
        Ratings.PutAsync(user, movie, rating, time, cancellationToken: Cancellation);
}
