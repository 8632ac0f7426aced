using Npgsql;
using Recofilm.Testing;

namespace Recofilm.Chaos;

/// <summary>Compares what the database holds at the end with what the histories allow.</summary>
internal static class FinalCheck
{
    private const string LeftSql =
        """
        SELECT (SELECT count(*) FROM users WHERE user_id = $1) + (SELECT count(*) FROM ratings WHERE user_id = $1)
             + (SELECT count(*) FROM dismissals WHERE user_id = $1) + (SELECT count(*) FROM recommendations WHERE user_id = $1)
             + (SELECT count(*) FROM pending_events WHERE user_id = $1)
        """;

    // An event whose list was lost with its instance still waits for it.
    private const string EventsSql =
        """
        SELECT recommendation_id::text, movie_id FROM events JOIN recommendations ON list_id = recommendation_id
        WHERE user_id = $1
        UNION ALL SELECT recommendation_id::text, movie_id FROM pending_events WHERE user_id = $1
        """;

    /// <summary>Checks every user.</summary>
    public static async Task RunAsync(TestDatabase database, History history)
    {
        foreach (var user in history.Users)
        {
            if (user.Deletion.IsDone)
                await CheckGoneAsync(database, user, history);
            else if (!user.Deletion.IsSent)
                await CheckKeptAsync(database, user, history);
        }
    }

    private static async Task CheckGoneAsync(TestDatabase database, UserHistory user, History history)
    {
        history.Count("deleted users compared");
        var left = await ReadAsync(database, LeftSql, user.UserId, reader => reader.GetInt64(0));
        history.Check(left is [0], $"user {user.UserId} was deleted and {left[0]} rows are left");
    }

    private static async Task CheckKeptAsync(TestDatabase database, UserHistory user, History history)
    {
        var ratings = (await ReadAsync(
            database, "SELECT movie_id, rating::real FROM ratings WHERE user_id = $1", user.UserId,
            reader => (Movie: reader.GetInt32(0), Rating: (float?)reader.GetFloat(1))))
            .ToDictionary(row => row.Movie, row => row.Rating);
        foreach (var (movie, possible) in user.Ratings)
        {
            history.Count("ratings compared at the end");
            var kept = ratings.GetValueOrDefault(movie);
            history.Check(
                possible.Contains(kept),
                $"user {user.UserId}, movie {movie}: kept {kept}, may be {string.Join(" or ", possible)}");
        }

        var dismissed = await ReadAsync(
            database, "SELECT movie_id FROM dismissals WHERE user_id = $1", user.UserId, reader => reader.GetInt32(0));
        history.Check(user.Dismissed.IsSubsetOf(dismissed), $"user {user.UserId} has lost a dismissal");

        var events = await ReadAsync(
            database, EventsSql, user.UserId, reader => (List: reader.GetString(0), Movie: reader.GetInt32(1)));
        foreach (var (sent, isAcknowledged) in user.Events)
        {
            history.Count("events compared at the end");
            var times = events.Count(sent.Equals);
            history.Check(
                times == 1 || (times == 0 && !isAcknowledged),
                $"user {user.UserId}: the play of {sent.Movie} in {sent.List} is kept {times} times, "
                    + $"acknowledged: {isAcknowledged}");
        }
    }

    private static async Task<List<T>> ReadAsync<T>(
        TestDatabase database, string sql, int userId, Func<NpgsqlDataReader, T> row)
    {
        await using var command = database.DataSource.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<int> { TypedValue = userId });
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
            rows.Add(row(reader));
        return rows;
    }
}
