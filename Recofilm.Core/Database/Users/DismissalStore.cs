namespace Recofilm.Core.Database.Users;

/// <summary>Movies that users do not want to see recommended again.</summary>
public sealed class DismissalStore(ConnectionAdmission connections)
{
    /// <summary>Returns a user's dismissals, latest first.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The limit is below 1 or the offset below 0.</exception>
    public async Task<Page<Dismissal>> ListAsync(
        int userId, int limit, int offset, CancellationToken cancellationToken = default)
    {
        PageBounds.Validate(limit, offset);
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand(
            """
            WITH own AS MATERIALIZED (SELECT movie_id, created_at FROM dismissals WHERE user_id = $1),
            page AS (SELECT movie_id, created_at FROM own ORDER BY created_at DESC, movie_id LIMIT $2 OFFSET $3)
            SELECT t.total, m.movie_id, m.external_id, m.title, m.year, m.genres, p.created_at
            FROM (SELECT count(*)::integer AS total FROM own) t
            LEFT JOIN (page p JOIN movies m USING (movie_id)) ON true
            ORDER BY p.created_at DESC, p.movie_id
            """);
        command.Parameters.Add<int>(userId);
        command.Parameters.Add<int>(limit);
        command.Parameters.Add<int>(offset);
        await using var reader = await command.ExecuteReaderAsync(cancellationToken);
        var dismissals = new List<Dismissal>();
        var total = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            total = reader.GetInt32(0);
            if (!reader.IsDBNull(1))
            {
                dismissals.Add(new Dismissal(
                    reader.GetInt32(1), reader.IsDBNull(2) ? null : reader.GetString(2), reader.GetString(3),
                    reader.IsDBNull(4) ? null : reader.GetInt32(4), reader.GetFieldValue<string[]>(5),
                    reader.GetFieldValue<DateTimeOffset>(6)));
            }
        }

        return new Page<Dismissal>(dismissals, total);
    }

    /// <summary>Dismisses a movie; dismissing it again changes nothing.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="movieId">The movie.</param>
    /// <param name="time">The time of the dismissal.</param>
    /// <returns>The outcome; <see cref="WriteOutcome.Updated"/> when the movie was dismissed already.</returns>
    public async Task<WriteOutcome> PutAsync(
        int userId, int movieId, DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        // The update changes nothing; it makes the statement return the existing row.
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand(
            """
            INSERT INTO dismissals AS d (user_id, movie_id, created_at)
            SELECT $1, m.movie_id, $3 FROM movies m WHERE m.movie_id = $2
            ON CONFLICT (user_id, movie_id) DO UPDATE SET created_at = d.created_at
            RETURNING xmax = 0
            """);
        command.Parameters.Add<int>(userId);
        command.Parameters.Add<int>(movieId);
        command.Parameters.Add<DateTime>(time.UtcDateTime);
        return await WriteOutcomes.ExecuteAsync(command, cancellationToken);
    }

    /// <summary>Deletes a dismissal.</summary>
    /// <returns>Whether the movie was dismissed.</returns>
    public async Task<bool> DeleteAsync(int userId, int movieId, CancellationToken cancellationToken = default)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        var command = connection.CreateCommand("DELETE FROM dismissals WHERE user_id = $1 AND movie_id = $2");
        command.Parameters.Add<int>(userId);
        command.Parameters.Add<int>(movieId);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }
}
