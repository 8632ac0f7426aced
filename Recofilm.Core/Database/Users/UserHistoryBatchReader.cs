using Npgsql;
using NpgsqlTypes;

namespace Recofilm.Core.Database.Users;

/// <summary>
/// Reads the histories of many users, for exports of lists. Their ratings come as one stream in the order of users.
/// </summary>
/// <param name="dataSource">The database, as <see cref="RecofilmDataSource.Create"/> opens it.</param>
public sealed class UserHistoryBatchReader(NpgsqlDataSource dataSource)
{
    private const string UsersSql =
        """
        SELECT u.user_id, u.external_id, u.role, ARRAY(SELECT movie_id FROM dismissals d WHERE d.user_id = u.user_id)
        FROM users u
        """;

    private const string AllSql = UsersSql + "\nWHERE u.user_id > $1 ORDER BY u.user_id LIMIT $2";
    private const string SomeSql = UsersSql + "\nWHERE u.user_id = ANY($1) ORDER BY u.user_id";

    /// <summary>Returns the users after one, by identifier, with the data that their lists need.</summary>
    /// <param name="after">The identifier after which to begin; 0 for the first user.</param>
    /// <param name="limit">The largest number of users, at least 1.</param>
    public Task<IReadOnlyList<UserHistory>> ReadAsync(int after, int limit, CancellationToken cancellationToken = default) =>
        ReadAsync(
            AllSql,
            parameters =>
            {
                parameters.Add<int>(after);
                parameters.Add<int>(limit);
            },
            users => $"BETWEEN {users[0].UserId} AND {users[^1].UserId}",
            cancellationToken);

    /// <summary>Returns the users of a list, by identifier; leaves out those who do not exist.</summary>
    /// <param name="userIds">The users' identifiers.</param>
    public Task<IReadOnlyList<UserHistory>> ReadAsync(int[] userIds, CancellationToken cancellationToken = default) =>
        ReadAsync(
            SomeSql,
            parameters => parameters.Add<int[]>(userIds),
            users => $"IN ({string.Join(',', users.Select(user => user.UserId))})",
            cancellationToken);

    /// <summary>Counts the users after one.</summary>
    public async Task<long> CountAsync(int after, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand("SELECT count(*) FROM users WHERE user_id > $1");
        command.Parameters.Add<int>(after);
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }

    private async Task<IReadOnlyList<UserHistory>> ReadAsync(
        string sql, Action<NpgsqlParameterCollection> add, Func<List<User>, string> condition,
        CancellationToken cancellationToken)
    {
        await using var connection = await dataSource.OpenConnectionAsync(cancellationToken);
        var users = await ReadUsersAsync(connection, sql, add, cancellationToken);
        if (users.Count == 0)
            return [];
        // COPY takes no parameters; the condition has numbers only.
        await using var copy = await connection.BeginBinaryExportAsync(
            "COPY (SELECT user_id, movie_id, rating, created_at FROM ratings "
                + $"WHERE user_id {condition(users)} ORDER BY user_id) TO STDOUT (FORMAT binary)",
            cancellationToken);
        return Read(copy, users);
    }

    // Rows are read synchronously: an async state machine per row would cost more than the row.
    private static UserHistory[] Read(NpgsqlBinaryExporter copy, List<User> users)
    {
        var histories = new UserHistory[users.Count];
        var (order, values) = (new List<long>(), new List<float>());
        var rater = NextRater(copy);
        for (var place = 0; place < histories.Length; place++)
        {
            var user = users[place];
            order.Clear();
            values.Clear();
            for (; rater <= user.UserId; rater = NextRater(copy))
            {
                var movieId = copy.Read<int>(NpgsqlDbType.Integer);
                var rating = (float)copy.Read<decimal>(NpgsqlDbType.Numeric);
                var time = copy.Read<DateTime>(NpgsqlDbType.TimestampTz);
                // Ratings of users who registered after the other statement are passed over.
                if (rater < user.UserId)
                    continue;
                order.Add(UserHistoryStore.PackPlace(time, movieId));
                values.Add(rating);
            }

            histories[place] = UserHistoryStore.Create(user.Role, [.. order], [.. values], user.DismissedMovieIds) with
            {
                UserId = user.UserId,
                ExternalId = user.ExternalId,
            };
        }

        return histories;
    }

    // Behind the last row is a rater after all users.
    private static long NextRater(NpgsqlBinaryExporter copy) =>
        copy.StartRow() < 0 ? long.MaxValue : copy.Read<int>(NpgsqlDbType.Integer);

    private static async Task<List<User>> ReadUsersAsync(
        NpgsqlConnection connection, string sql, Action<NpgsqlParameterCollection> add, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        add(command.Parameters);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var users = new List<User>();
        while (await reader.ReadAsync(cancellationToken))
        {
            users.Add(new User(
                reader.GetInt32(0), reader.IsDBNull(1) ? null : reader.GetString(1), UserRoleNames.Parse(reader.GetString(2)),
                reader.GetFieldValue<int[]>(3)));
        }

        return users;
    }

    private readonly record struct User(int UserId, string? ExternalId, UserRole Role, int[] DismissedMovieIds);
}
