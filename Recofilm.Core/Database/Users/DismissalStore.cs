using Npgsql;

namespace Recofilm.Core.Database.Users;

/// <summary>Movies that users do not want to see recommended again.</summary>
/// <param name="dataSource">The database, as <see cref="RecofilmDataSource.Create"/> opens it.</param>
public sealed class DismissalStore(NpgsqlDataSource dataSource)
{
    /// <summary>Dismisses a movie; dismissing it again changes nothing.</summary>
    /// <param name="userId">Who dismisses.</param>
    /// <param name="movieId">What is dismissed.</param>
    /// <param name="time">When.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>What happened; <see cref="WriteOutcome.Updated"/> when it was dismissed already.</returns>
    public async Task<WriteOutcome> PutAsync(
        int userId, int movieId, DateTimeOffset time, CancellationToken cancellationToken = default)
    {
        // The update changes nothing; it makes the statement return the row that was there.
        await using var command = dataSource.CreateCommand(
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

    /// <summary>Takes a dismissal back.</summary>
    /// <returns>Whether the movie was dismissed.</returns>
    public async Task<bool> DeleteAsync(int userId, int movieId, CancellationToken cancellationToken = default)
    {
        await using var command = dataSource.CreateCommand("DELETE FROM dismissals WHERE user_id = $1 AND movie_id = $2");
        command.Parameters.Add<int>(userId);
        command.Parameters.Add<int>(movieId);
        return await command.ExecuteNonQueryAsync(cancellationToken) > 0;
    }
}
