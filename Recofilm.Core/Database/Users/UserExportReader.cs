using Npgsql;

namespace Recofilm.Core.Database.Users;

/// <summary>Reads all stored data of a user, in one round trip.</summary>
/// <param name="connections">The database.</param>
public sealed class UserExportReader(ConnectionAdmission connections)
{
    private static readonly string[] _statements =
    [
        "SELECT user_id, external_id, role, created_at, user_key_hash IS NOT NULL FROM users WHERE user_id = $1",
        """
        SELECT movie_id, r.rating, created_at, predicted, model_version
        FROM ratings r LEFT JOIN rating_predictions p USING (user_id, movie_id) WHERE user_id = $1 ORDER BY created_at, movie_id
        """,
        "SELECT movie_id, tag, created_at FROM tags WHERE user_id = $1 ORDER BY created_at, movie_id, tag",
        """
        SELECT d.movie_id, m.external_id, m.title, m.year, m.genres, d.created_at
        FROM dismissals d JOIN movies m USING (movie_id) WHERE d.user_id = $1 ORDER BY d.created_at, d.movie_id
        """,
        """
        SELECT list_id, strategy, model_version, served_at, movie_ids, scores
        FROM recommendations WHERE user_id = $1 ORDER BY served_at, list_id
        """,
        """
        SELECT e.recommendation_id, e.movie_id, e.kind, e.occurred_at
        FROM events e JOIN recommendations l ON l.list_id = e.recommendation_id
        WHERE l.user_id = $1
        UNION ALL
        SELECT recommendation_id, movie_id, kind, occurred_at FROM pending_events WHERE user_id = $1
        ORDER BY occurred_at, movie_id
        """,
    ];

    /// <summary>Returns the user's current data, or <see langword="null"/> when the user does not exist.</summary>
    public async Task<UserExport?> ReadAsync(int userId, CancellationToken cancellationToken = default)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var batch = connection.CreateBatch();
        foreach (var sql in _statements)
        {
            var command = new NpgsqlBatchCommand(sql);
            command.Parameters.Add<int>(userId);
            batch.BatchCommands.Add(command);
        }

        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        if (!await reader.ReadAsync(cancellationToken))
            return null;
        var user = new UserExport(
            reader.GetInt32(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetString(2), Time(3),
            reader.GetBoolean(4), [], [], [], [], []);
        return user with
        {
            Ratings = await NextAsync(() => new ExportedRating(
                reader.GetInt32(0), (float)reader.GetDecimal(1), Time(2), reader.IsDBNull(3) ? null : reader.GetFloat(3),
                reader.IsDBNull(4) ? null : reader.GetString(4))),
            Tags = await NextAsync(() => new ExportedTag(reader.GetInt32(0), reader.GetString(1), Time(2))),
            Dismissals = await NextAsync(() => new Dismissal(
                reader.GetInt32(0), reader.IsDBNull(1) ? null : reader.GetString(1), reader.GetString(2),
                reader.IsDBNull(3) ? null : reader.GetInt32(3), reader.GetFieldValue<string[]>(4), Time(5))),
            Lists = await NextAsync(() => new ExportedList(
                reader.GetGuid(0), reader.GetString(1), reader.GetString(2), Time(3), reader.GetFieldValue<int[]>(4),
                reader.GetFieldValue<float[]>(5))),
            Events = await NextAsync(() => new ExportedEvent(
                reader.GetGuid(0), reader.GetInt32(1), reader.GetString(2), Time(3))),
        };

        DateTimeOffset Time(int column) => reader.GetFieldValue<DateTimeOffset>(column);

        async Task<List<T>> NextAsync<T>(Func<T> read)
        {
            await reader.NextResultAsync(cancellationToken);
            var rows = new List<T>();
            while (await reader.ReadAsync(cancellationToken))
                rows.Add(read());
            return rows;
        }
    }
}
