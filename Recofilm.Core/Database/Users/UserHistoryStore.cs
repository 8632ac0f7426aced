using Npgsql;

namespace Recofilm.Core.Database.Users;

/// <summary>Reads what a recommendation needs of its user, in one round trip.</summary>
/// <param name="dataSource">The database, as <see cref="RecofilmDataSource.Create"/> opens it.</param>
public sealed class UserHistoryStore(NpgsqlDataSource dataSource)
{
    private const string RoleSql = "SELECT role FROM users WHERE user_id = $1";
    private const string RatingsSql =
        """
        SELECT movie_id, rating, created_at FROM ratings WHERE user_id = $1
        ORDER BY date_trunc('second', created_at), movie_id
        """;

    // What has left the catalogue is shown as little as what the user does not want.
    private const string DismissalsSql =
        """
        SELECT movie_id FROM dismissals WHERE user_id = $1
        UNION SELECT movie_id FROM withdrawn_movies
        ORDER BY movie_id
        """;

    /// <summary>The user's ratings, dismissals and role as they are now.</summary>
    /// <returns>The history, or <see langword="null"/> when the user does not exist.</returns>
    public async Task<UserHistory?> ReadAsync(int userId, CancellationToken cancellationToken = default)
    {
        await using var batch = dataSource.CreateBatch();
        foreach (var sql in (ReadOnlySpan<string>)[RoleSql, RatingsSql, DismissalsSql])
        {
            var command = new NpgsqlBatchCommand(sql);
            command.Parameters.Add<int>(userId);
            batch.BatchCommands.Add(command);
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        var role = UserRoleNames.Parse(reader.GetString(0));

        await reader.NextResultAsync(cancellationToken);
        var movieIds = new List<int>();
        var ratings = new List<float>();
        var timestamps = new List<long>();
        while (await reader.ReadAsync(cancellationToken))
        {
            movieIds.Add(reader.GetInt32(0));
            ratings.Add((float)reader.GetDecimal(1));
            timestamps.Add(UnixTime.Of(reader.GetDateTime(2)));
        }

        await reader.NextResultAsync(cancellationToken);
        var dismissed = new List<int>();
        while (await reader.ReadAsync(cancellationToken))
            dismissed.Add(reader.GetInt32(0));
        return new UserHistory(role, [.. movieIds], [.. ratings], [.. timestamps], [.. dismissed]);
    }
}
